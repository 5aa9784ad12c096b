import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link, Navigate, notFound, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { may, useUser } from '~/api/session';
import { EmptyState } from '~/ui/EmptyState';
import { PageHeader } from '~/ui/PageHeader';
import { SheetLoading } from '~/ui/SheetLoading';
import classes from './Admin.module.css';
import { AdminDialogs } from './AdminDialogs';
import { isSection, useAdminSections } from './sections';
import { useTexts } from './texts';

/** What managers and administrators keep: people, places, words, and what was done. */
export function AdminPage() {
  const { admin } = useTexts();
  const sections = useAdminSections();
  const { section } = useParams({ strict: false });
  const tabs = useRef<HTMLElement>(null);
  const opened = sections.find(({ path }) => path === section);
  const first = sections[0];
  useEffect(() => {
    // On a phone there are more than fit.
    if (section)
      tabs.current
        ?.querySelector(`[href$="/${section}"]`)
        ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [section]);
  if (section && !isSection(section)) throw notFound();
  if (!section && first) return <Navigate to="/admin/$section" params={{ section: first.path }} replace />;
  return (
    <>
      <PageHeader title={admin.title} tab={opened ? admin[opened.text] : admin.title} />
      {sections.length > 0 && (
        <nav ref={tabs} aria-label={admin.sections} className={classes.tabs}>
          {sections.map(({ path, text }) => (
            <Link
              key={path}
              to="/admin/$section"
              params={{ section: path }}
              className={classes.tab}
              activeProps={{ 'data-active': true, 'aria-current': 'page' }}
              activeOptions={{ includeSearch: false }}
            >
              {admin[text]}
            </Link>
          ))}
        </nav>
      )}
      {opened ? (
        <Suspense fallback={<SheetLoading height={420} />}>
          <opened.Page />
        </Suspense>
      ) : (
        <NotYours />
      )}
      <AdminDialogs />
    </>
  );
}

function NotYours() {
  const { admin, errors } = useTexts();
  return (
    <EmptyState
      icon={<IconLock size={28} />}
      title={admin.notYours}
      action={
        <Button component={Link} to="/">
          {errors.toPanel}
        </Button>
      }
    >
      {may(useUser(), 'manager') ? admin.onlyAdmins : admin.notYoursMore}
    </EmptyState>
  );
}
