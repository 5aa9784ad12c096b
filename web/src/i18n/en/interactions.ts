import type { Texts } from '..';

export const interactions: Pick<Texts, 'interactions'> = {
  interactions: {
    newTitle: 'New interaction',
    contact: 'Contact',
    contactHint: 'Type a name or a phone number…',
    found: 'Contacts found',
    create: (name) => `Create “${name}”`,
    kind: { client: 'Client', patient: 'Patient' },
    kinds: { client: 'Clients', patient: 'Patients' },
    lastName: 'Last name',
    phone: 'Phone',
    method: 'Contact method',
    direction: 'Direction',
    outbound: 'Outbound',
    inbound: 'Inbound',
    occurredOn: 'Interaction date',
    followUpOn: 'Follow-up date',
    notes: 'Notes',
    notesHint: 'What was said or agreed',
    completes: 'Complete the pending follow-up',
    anyway: 'Create anyway',
    saved: 'Interaction saved',
    savedWithNext: (when) => `Interaction saved. Next follow-up: ${when.toLowerCase()}.`,
  },
};
