import { Link } from '@tanstack/react-router';
import { may, useUser } from '~/api/session';
import { useTexts } from '~/i18n';
import classes from './SectionTabs.module.css';

/** The pages of this section: when, what, and what came of it. */
export function SectionTabs() {
  const { tabs } = useTexts().agenda;
  const user = useUser();
  const active = {
    activeProps: { 'aria-current': 'page' as const },
    activeOptions: { includeSearch: false },
  };
  return (
    <nav className={classes.tabs} aria-label={tabs.label}>
      <Link to="/agenda" {...active}>
        {tabs.agenda}
      </Link>
      <Link
        to="/tasks"
        activeProps={active.activeProps}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {tabs.tasks}
      </Link>
      {may(user, 'manager') && (
        <Link to="/tasks/report" search={{ by: 'type' }} {...active}>
          {tabs.report}
        </Link>
      )}
    </nav>
  );
}
