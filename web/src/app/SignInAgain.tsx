import { Button, Modal, Text } from '@mantine/core';
import { queryClient } from '~/api/client';
import { useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import { leave } from './leaving';
import { SignInForm } from './SignInForm';

/** The session ended while somebody worked: they sign in over what they have on the screen, which stays. */
export function SignInAgain() {
  const user = useUser();
  const { signIn } = useTexts();
  return (
    <Modal.Root
      opened
      onClose={() => undefined}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={300}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* Not in a Modal.Header: there may be another dialog below, and a page has one banner. */}
        <Modal.Body>
          <Modal.Title mb={6}>{signIn.again}</Modal.Title>
          <Text fz="sm" c="var(--ink-2)" mb="md">
            {signIn.againLead(user.name)}
          </Text>
          <SignInForm email={user.email} onDone={() => queryClient.invalidateQueries()} />
          <Button variant="subtle" color="gray" c="var(--ink-2)" fullWidth mt="xs" onClick={leave}>
            {signIn.other}
          </Button>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
