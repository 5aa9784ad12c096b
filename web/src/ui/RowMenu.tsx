import { Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import {
  type ComponentProps,
  type ReactNode,
  type Ref,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { IconButton } from './IconButton';

interface Props extends Pick<ComponentProps<typeof IconButton>, 'size' | 'look'> {
  label: string;
  width: number;
  /** Drawn when it is opened. */
  items: () => ReactNode;
}

/** More that can be done to a row. A list has hundreds of them: until it is opened, it is but its button. */
export function RowMenu({ label, width, items, ...look }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState<boolean>();

  function change(open: boolean) {
    setOpened(open);
    if (!open) button.current?.focus({ preventScroll: true });
  }

  return (
    <>
      <IconButton
        ref={button}
        id={id}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={!!opened}
        aria-controls={opened ? `${id}-dropdown` : undefined}
        onClick={() => change(!opened)}
        {...look}
      >
        <IconDots size={18} aria-hidden />
      </IconButton>
      {opened !== undefined && (
        <Menu
          id={id}
          opened={opened}
          onChange={change}
          position="bottom-end"
          width={width}
          returnFocus={false}
        >
          <Menu.Target>
            <At element={button} />
          </Menu.Target>
          <Menu.Dropdown>{items()}</Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

/** What a menu is told to hang on, where that is there already. */
function At({ element, ref }: { element: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref === 'function') ref(element.current);
  }, [element, ref]);
  return null;
}
