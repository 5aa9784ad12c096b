/** What other features may use of follow-ups. */

export { useFollowUpActions } from './actions';
export { AttendButton } from './attend/AttendButton';
export { PendingList } from './PendingList';
