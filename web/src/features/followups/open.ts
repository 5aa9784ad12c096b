/** What other features may use of follow-ups. */

export { useFollowUpActions } from './actions';
export { AttendButton } from './attend/AttendButton';
export { forgetById } from './data';
export { PendingList } from './PendingList';
