import type { Schemas } from '~/api/client';
import type { Texts } from '../texts';

export type Entry = Schemas['AuditEntry'];
type Said = Texts['audit'];
type Action = keyof Said['actions'];

/** What people can do, by the service that keeps it, for the filter. */
export const ACTIONS: Record<keyof Said['groups'], Action[]> = {
  identity: [
    'SignedIn',
    'SignInFailed',
    'SignedOut',
    'PasswordChanged',
    'PasswordChangeFailed',
    'RefreshTokenReused',
    'UserCreated',
    'UserUpdated',
    'WorkHandedOver',
    'TeamUpdated',
    'BranchCreated',
    'BranchUpdated',
    'ViewSaved',
    'ViewChanged',
    'ViewDeleted',
    'SigningKeyRotated',
  ],
  contacts: [
    'ClientCreated',
    'ClientUpdated',
    'ClientConverted',
    'ClientPromoted',
    'ClientLinked',
    'ClientsMerged',
    'ClientErased',
    'PatientCreated',
    'PatientUpdated',
    'StudentCreated',
    'StudentUpdated',
    'TagUpdated',
    'TagDeleted',
    'ImportStarted',
    'ImportApplied',
    'ImportReverted',
    'Exported',
  ],
  interactions: ['InteractionCreated', 'InteractionUpdated', 'InteractionDeleted'],
  followups: [
    'FollowUpScheduled',
    'FollowUpUpdated',
    'FollowUpRescheduled',
    'FollowUpClaimed',
    'FollowUpReleased',
    'FollowUpCompleted',
    'FollowUpCancelled',
    'FollowUpReopened',
    'SaleOpened',
    'SaleUpdated',
    'SaleConcluded',
    'SaleReopened',
  ],
  tasks: [
    'TaskPlanned',
    'TaskUpdated',
    'TaskClaimed',
    'TaskReleased',
    'TaskClosed',
    'TaskTypeUpdated',
    'HistoryNoted',
    'AgendaFeedOpened',
    'AgendaFeedRevoked',
  ],
  notifications: ['NotificationRulesChanged', 'TemplateChanged', 'PreferencesChanged', 'ConsentChanged'],
};

/** What was done, in words; by its name where a newer service knows more than this client. */
export function doneIn({ actions, first }: Said, { action, record_version }: Entry): string {
  const isFirst = record_version === 1 && action in first;
  return isFirst ? first[action as keyof Said['first']] : (actions[action as Action] ?? action);
}

export const kindIn = ({ records }: Said, { record }: Entry): string =>
  records[record.type as keyof Said['records']] ?? record.type;
