import { SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { may, useUser } from '~/api/session';
import { useBranchFilter } from '~/branch';
import { LoadFailed } from '~/ui/LoadFailed';
import { usePhone } from '~/ui/usePhone';
import classes from '../Admin.module.css';
import { useBranches, useTeams, useUsers } from '../data';
import { openDialog } from '../dialog';
import { More, useMore } from '../More';
import { Nothing } from '../Nothing';
import { SectionHead } from '../SectionHead';
import { useTexts } from '../texts';
import { type Shown, shownUsers } from './shown';
import { UserCards } from './UserCards';
import { UserTable } from './UserTable';

const STATES = ['active', 'inactive', 'all'] as const;

export function UsersSection() {
  const { users, admin } = useTexts();
  const me = useUser();
  const phone = usePhone();
  const { rows, error, retry } = useUsers();
  const branches = useBranches().rows;
  const teams = useTeams().rows;
  const [typed, type] = useState('');
  const [state, setState] = useState<Shown>('active');
  const [branch] = useBranchFilter().branch_id ?? [];
  const found = rows && shownUsers(rows, { typed, state, branch });
  const { some, left, more } = useMore(found);
  const List = phone ? UserCards : UserTable;

  if (error) return <LoadFailed problem={error} onRetry={retry} />;
  return (
    <>
      <SectionHead
        lead={users.lead}
        add={may(me, 'admin') ? { label: users.add, act: () => openDialog({ kind: 'user' }) } : undefined}
      />
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={users.filter.label}
          data={STATES.map((each) => ({ value: each, label: users.filter[each] }))}
          value={state}
          onChange={setState}
        />
        <TextInput
          className={classes.search}
          type="search"
          aria-label={admin.search}
          placeholder={admin.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </div>
      {found?.length === 0 ? (
        <Nothing
          icon={<IconUsers size={28} />}
          onClear={() => {
            type('');
            setState('all');
          }}
        />
      ) : (
        <List users={some} branches={branches ?? me.branches} teams={teams ?? []} />
      )}
      <More left={left} onMore={more} />
    </>
  );
}
