import { Button, Group, Modal, Text } from '@mantine/core';
import { type FocusEvent, type ReactNode, useRef, useState } from 'react';
import { useTexts } from '~/i18n';

type Field = HTMLInputElement | HTMLTextAreaElement;

interface Unsaved {
  /** Leave, or ask first where something was typed. */
  leave: () => void;
  isAsking: boolean;
  /** For what the fields are in. */
  watched: { onFocusCapture: (event: FocusEvent) => void };
  question: ReactNode;
}

/**
 * For a form over the page: whoever leaves it by `Esc`, by its cross or by a click beside it is asked before what
 * they typed is lost. `isDraft`: it opens with what was typed before.
 */
export function useUnsaved(close: () => void, isDraft = false): Unsaved {
  const [isAsking, ask] = useState(false);
  const before = useRef(new Map<Field, string>());
  // What is no longer there was saved, or belongs to a step that is over.
  const isTyped = () =>
    isDraft || [...before.current].some(([field, value]) => field.isConnected && field.value !== value);
  const stay = () => ask(false);

  function go() {
    stay();
    before.current.clear();
    close();
  }

  return {
    leave: () => (isTyped() ? ask(true) : go()),
    isAsking,
    watched: {
      onFocusCapture: ({ target }) => {
        if (!isField(target) || before.current.has(target)) return;
        before.current.set(target, target.value);
      },
    },
    question: isAsking && <Question onStay={stay} onLeave={go} />,
  };
}

const isField = (element: Element): element is Field =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

function Question({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { unsaved } = useTexts();
  return (
    <Modal.Root opened onClose={onStay} size={420} zIndex={305} centered>
      <Modal.Overlay backgroundOpacity={0.35} blur={2} />
      <Modal.Content radius="lg">
        {/* Not in a Modal.Header: there is another dialog below, and a page has one banner. */}
        <Modal.Body p="lg">
          <Modal.Title fz={18} fw={650} mb={8}>
            {unsaved.title}
          </Modal.Title>
          <Text c="var(--ink-2)">{unsaved.more}</Text>
          <Group justify="flex-end" gap="xs" mt="lg">
            <Button color="red" variant="light" onClick={onLeave}>
              {unsaved.drop}
            </Button>
            <Button onClick={onStay} data-autofocus>
              {unsaved.stay}
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
