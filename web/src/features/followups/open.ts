/** What other features may use of follow-ups. */
export { useFollowUpActions } from './actions';
export { PendingList } from './PendingList';
