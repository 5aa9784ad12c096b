import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconKeyboard, IconLogout, IconSettings } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useUser } from '~/api/session';
import { LANGUAGES, type Language, speak, type Texts, useLanguage, useTexts } from '~/i18n';
import { switchShortcuts, useShortcutsAreOn } from '~/ui/shortcuts';
import { usePhone } from '~/ui/usePhone';
import { BranchItems } from './BranchMenu';
import classes from './Frame.module.css';
import { leave } from './leaving';

/** Who is signed in, and what is theirs to choose. On a phone the branch too. */
export function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const user = useUser();
  const { frame, roles } = useTexts();
  const phone = usePhone();
  const language = useLanguage();
  const shortcutsAreOn = useShortcutsAreOn();

  return (
    <Menu position={phone ? 'bottom-end' : 'top-start'} width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.user}>
          <Avatar name={user.name} size={phone ? 36 : 32} color="green" variant="light" aria-hidden />
          {phone ? (
            <VisuallyHidden>{frame.account}</VisuallyHidden>
          ) : (
            <span className={classes.names}>
              <Text span fz={13.5} fw={600} truncate="end">
                {user.name}
              </Text>
              <Text span fz={12} c="var(--ink-3)">
                {roles[user.role as keyof Texts['roles']]}
              </Text>
            </span>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {phone && (
          <>
            <Menu.Label>{user.name}</Menu.Label>
            {user.branches.length > 1 && <BranchItems />}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{frame.language}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={(chosen) => speak(chosen as Language)}>
          {(Object.keys(LANGUAGES) as Language[]).map((each) => (
            <Menu.RadioItem key={each} value={each} lang={each} closeMenuOnClick>
              {LANGUAGES[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {!phone && (
          <>
            <Menu.CheckboxItem checked={shortcutsAreOn} onChange={switchShortcuts}>
              {frame.shortcutsOn}
            </Menu.CheckboxItem>
            <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onHelp}>
              {frame.showShortcuts}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} aria-hidden />}>
          {frame.settings}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>
          {frame.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
