import { SegmentedControl, Switch, Text } from '@mantine/core';
import { LANGUAGES, type Language, speak, useLanguage } from '~/i18n';
import { PageHeader } from '~/ui/PageHeader';
import { switchShortcuts, useShortcutsAreOn } from '~/ui/shortcuts';
import { Card } from './Card';
import { NoticesCard } from './NoticesCard';
import { PasswordCard } from './PasswordCard';
import { ProfileCard } from './ProfileCard';
import classes from './Settings.module.css';
import { useTexts } from './texts';

/** What is the signed-in person's own to see and to choose. */
export function SettingsPage() {
  const { settings } = useTexts();
  return (
    <>
      <PageHeader title={settings.title} lead={settings.lead} />
      <div className={classes.page}>
        <div className={classes.column}>
          <ProfileCard />
          <LanguageCard />
          <ShortcutsCard />
        </div>
        <div className={classes.column}>
          <NoticesCard />
          <PasswordCard />
        </div>
      </div>
    </>
  );
}

function LanguageCard() {
  const { settings } = useTexts();
  const language = useLanguage();
  return (
    <Card title={settings.language} lead={settings.languageMore}>
      <SegmentedControl
        aria-label={settings.language}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        value={language}
        onChange={(chosen) => speak(chosen as Language)}
      />
    </Card>
  );
}

function ShortcutsCard() {
  const { settings } = useTexts();
  return (
    <Card title={settings.shortcuts}>
      <Switch
        label={settings.shortcutsOn}
        checked={useShortcutsAreOn()}
        onChange={(event) => switchShortcuts(event.currentTarget.checked)}
      />
      <Text fz={13} c="var(--ink-3)" mt={8}>
        {settings.shortcutsMore}
      </Text>
    </Card>
  );
}
