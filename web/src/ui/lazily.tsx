import { type ComponentType, use, useEffect } from 'react';
import { onBack } from '~/api/connection';
import { persistently } from '~/api/persistently';
import { createStore, useStore } from '~/store';
import { PartFailed } from './PartFailed';

export interface FailedProps {
  onRetry: () => void;
}

/**
 * A component that is fetched when it is first wanted. If it cannot be had, `Failed` stands in its place, until
 * somebody asks for it again or the server is there again.
 */
export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Failed: ComponentType<FailedProps> = PartFailed,
) {
  let Fetched: ComponentType<P> | undefined;
  let fetching: Promise<ComponentType<P>> | undefined;
  const rounds = createStore(0);
  const fetched = async () => {
    Fetched = await load();
    return Fetched;
  };

  function again() {
    fetching = undefined;
    rounds.set(rounds.get() + 1);
  }

  function Instead() {
    useEffect(() => onBack(again), []);
    return <Failed onRetry={again} />;
  }

  function part(): Promise<ComponentType<P>> {
    fetching ??= persistently(fetched).catch(() => Instead);
    return fetching;
  }

  function Part(props: P) {
    useStore(rounds);
    const Shown = Fetched ?? use(part());
    return <Shown {...props} />;
  }

  /** Fetch it before it is wanted. If that fails, whoever wants it tries again. */
  Part.preload = () =>
    fetched().then(
      () => undefined,
      () => undefined,
    );
  return Part;
}
