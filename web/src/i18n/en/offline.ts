import type { Texts } from '..';
import { count } from '../count';

export const offline: Pick<Texts, 'offline'> = {
  offline: {
    off: 'No connection.',
    offMore: 'You can go on: what you register will be sent when it is back.',
    reconnecting: 'Reconnecting…',
    reconnectingMore: 'What your colleagues change may take a while to be seen.',
    waiting: (n) => `${n} to send`,
    sending: (n) => `Sending ${count(n, 'change', 'changes')}…`,
    refused: (n) => (n === 1 ? 'One change could not be saved' : `${n} changes could not be saved`),
    review: 'Review',
    see: 'See',
    kept: 'Kept on this device; it will be sent when the connection is back',
    sent: (n) => (n === 1 ? 'What was waiting has been sent' : `${n} waiting changes have been sent`),
    unsure: 'It may have been saved already',
    unsureMore: 'Sending it was tried more than a day ago. See whether it is there before you send it again.',
    title: 'To be sent',
    empty: 'Nothing is waiting to be sent.',
    kinds: {
      interaction: (name) => `Interaction with ${name}`,
      completion: (name) => `Follow-up of ${name} completed`,
    },
    at: (when) => `Registered ${when}`,
    willBeSent: 'It will be sent when the connection is back.',
    again: 'Send again',
    correct: 'Correct',
    asInteraction: 'Save as an interaction',
    discard: 'Discard',
    leaveTitle: (n) => `${count(n, 'change has', 'changes have')} not been sent`,
    leaveMore: 'If you sign out now they are deleted from this device and will not be saved.',
    stay: 'Stay here',
    leave: 'Sign out and delete them',
    partMissing: 'A part of the page could not be loaded',
    update: 'There is a new version',
    updateNow: 'Update',
  },
};
