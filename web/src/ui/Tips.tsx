import { Tooltip } from '@mantine/core';
import { useEffect, useId, useState } from 'react';

const DELAY = 250; // ms: whoever only passes by is not disturbed

interface Tip {
  element: HTMLElement;
  text: string;
  isShown: boolean;
}

/** Show what the `data-tip` of an element says while the mouse is on it, or the keyboard has come to it. One for all. */
export function Tips() {
  const id = useId();
  const [tip, setTip] = useState<Tip>();
  useEffect(() => watch(id, setTip), [id]);
  if (!tip) return null;
  return (
    <Tooltip
      key={tip.text}
      target={tip.element}
      label={<span id={id}>{tip.text}</span>}
      opened={tip.isShown}
      // Within a landmark.
      portalProps={{ target: '#content' }}
      multiline
      maw={340}
      w="max-content"
    />
  );
}

type Change = (change: Tip | ((before?: Tip) => Tip | undefined)) => void;

function watch(id: string, change: Change): () => void {
  const stop = new AbortController();
  const on = <K extends keyof DocumentEventMap>(name: K, hear: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(name, hear, { capture: true, passive: true, signal: stop.signal });
  let at: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout>;
  let isWalking = false;

  function show(element: HTMLElement, text: string) {
    change({ element, text, isShown: true });
    // What is its name already need not be read out twice.
    if (text !== element.ariaLabel) element.setAttribute('aria-describedby', id);
  }

  function hide() {
    clearTimeout(timer);
    at?.removeAttribute('aria-describedby');
    change((before) => (before?.isShown ? { ...before, isShown: false } : before));
  }

  function comeTo(target: EventTarget | null) {
    const found = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
    if (found === at) return;
    hide();
    at = found;
    const text = found?.dataset.tip;
    if (found && text) timer = setTimeout(() => show(found, text), DELAY);
  }

  // A touch does what is under it, and has nothing to hover with.
  on('pointerover', ({ target, pointerType }) => pointerType !== 'touch' && comeTo(target));
  on('focusin', ({ target }) => isWalking && comeTo(target));
  on('focusout', () => comeTo(null));
  on('pointerdown', () => {
    isWalking = false;
    hide();
  });
  on('keydown', ({ key }) => {
    isWalking = key === 'Tab' || key.startsWith('Arrow');
    hide();
  });
  // Where the mouse was before this part of the page came.
  if (matchMedia('(hover: hover)').matches) comeTo(document.querySelector('[data-tip]:hover'));
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
