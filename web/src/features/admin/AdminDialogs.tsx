import { useEffect } from 'react';
import { useStore } from '~/store';
import { FormModal } from '~/ui/FormModal';
import { usePhone } from '~/ui/usePhone';
import { BranchForm } from './branches/BranchForm';
import { closeDialog, type Dialog, dialog } from './dialog';
import { RemoveTag } from './tags/RemoveTag';
import { TeamForm } from './teams/TeamForm';
import { type Texts, useTexts } from './texts';
import { RemoveType } from './types/RemoveType';
import { TypeForm } from './types/TypeForm';
import { Access } from './users/Access';
import { Deactivate } from './users/Deactivate';
import { PasswordForm } from './users/PasswordForm';
import { UserForm } from './users/UserForm';

/** Short ones stand in the middle of a phone's screen, forms fill it. */
const SHORT: Dialog['kind'][] = ['access', 'password', 'deactivate', 'removeType', 'removeTag'];

export function AdminDialogs() {
  const opened = useStore(dialog);
  const texts = useTexts();
  const phone = usePhone();
  useEffect(() => closeDialog, []);
  if (!opened) return null;
  const fills = phone && !SHORT.includes(opened.kind);
  return (
    <FormModal
      opened
      onClose={closeDialog}
      title={titleOf(opened, texts)}
      size={opened.kind === 'branch' ? 640 : 520}
      fullScreen={fills}
      radius={fills ? 0 : 'lg'}
    >
      <Content opened={opened} />
    </FormModal>
  );
}

function titleOf(opened: Dialog, { users, branches, teams, taskTypes, tags }: Texts): string {
  switch (opened.kind) {
    case 'user':
      return opened.user ? users.title(opened.user.name) : users.add;
    case 'access':
      return users.accessTitle(opened.user.name);
    case 'password':
      return users.resetTitle(opened.user.name);
    case 'deactivate':
      return users.deactivateTitle(opened.user.name);
    case 'branch':
      return opened.branch ? branches.title(opened.branch.name) : branches.add;
    case 'team':
      return opened.team ? teams.title(opened.team.name) : teams.add;
    case 'type':
      return opened.type ? taskTypes.title(opened.type.name) : taskTypes.add;
    case 'removeType':
      return taskTypes.removeTitle(opened.type.name);
    case 'removeTag':
      return tags.removeTitle(opened.tag.name);
  }
}

/** A form begins anew when what it is about was read anew. */
function Content({ opened }: { opened: Dialog }) {
  switch (opened.kind) {
    case 'user':
      return <UserForm key={opened.user?.version} user={opened.user} />;
    case 'access':
      return <Access user={opened.user} password={opened.password} />;
    case 'password':
      return <PasswordForm user={opened.user} />;
    case 'deactivate':
      return <Deactivate user={opened.user} />;
    case 'branch':
      return <BranchForm key={opened.branch?.version} branch={opened.branch} />;
    case 'team':
      return <TeamForm key={opened.team?.version} team={opened.team} />;
    case 'type':
      return <TypeForm key={opened.type?.version} type={opened.type} />;
    case 'removeType':
      return <RemoveType type={opened.type} />;
    case 'removeTag':
      return <RemoveTag tag={opened.tag} />;
  }
}
