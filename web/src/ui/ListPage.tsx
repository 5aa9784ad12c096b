import type { ReactNode } from 'react';
import classes from './ListPage.module.css';
import { PageHeader } from './PageHeader';
import { SearchField } from './SearchField';

interface Props {
  title: string;
  /** What the browser's tab says, where it is not the title. */
  tab?: string;
  lead: string;
  /** What can be done here, beside the title. */
  actions?: ReactNode;
  /** The filters that are always in sight. */
  chips?: ReactNode;
  search?: { label: string; hint: string; q?: string; onChange: (q?: string) => void };
  /** What else narrows the list or takes it along. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A page with a list: what it is, what narrows it, and the list itself. */
export function ListPage({ title, tab, lead, actions, chips, search, tools, children }: Props) {
  const field = search && <SearchField {...search} />;
  return (
    <>
      <PageHeader title={title} tab={tab} lead={lead}>
        {actions}
      </PageHeader>
      <div className={classes.head}>
        {chips || field}
        <div className={classes.tools}>
          {chips && field}
          {tools}
        </div>
      </div>
      {children}
    </>
  );
}
