import { api, outdate, type Schemas } from '~/api/client';
import { sendOrKeep } from '~/api/outbox';
import { useUser } from '~/api/session';
import { now } from '~/clock';
import { askAfterwards, showDone } from '~/ui/notices';
import { whatsappLink } from '~/ui/phone';
import { filled } from './filling';
import { useTexts } from './texts';

const LONG = 600_000; // ms: texts change seldom

/** As whom what was written to somebody is logged. */
export type Writing = Pick<Schemas['ContactIn'], 'client_id' | 'patient_id'>;

interface Reachable {
  name: string | null;
  phone: string | null;
}

/**
 * Writing to somebody in one's own WhatsApp, without any provider: the link brings the text along, and whoever comes
 * back is asked whether it was sent, to log it with one touch.
 */
export function useWhatsApp({ name, phone }: Reachable, branchId: string, contact?: Writing) {
  const { messages, people, actions } = useTexts();
  const user = useUser();
  const said = messages.whatsapp;
  const who = name ?? people.noName;
  const branch = user.branches.find((each) => each.id === branchId);
  const { data } = api.useQuery(
    'get',
    '/api/v1/templates/{name}/branches',
    // Clients are written to in Spanish, as by the reminders that go out by themselves.
    { params: { path: { name: 'client-message' }, query: { language: 'es' } } },
    { staleTime: LONG, enabled: !!phone && !!branch },
  );
  const written = data?.branches.find((each) => each.branch_id === branchId) ?? data?.usual;
  const text =
    branch && written && filled(written.body, { client: name ?? '', person: user.name, branch: branch.name });
  const undo = api.useMutation('delete', '/api/v1/interactions/{id}', {
    onSettled: () => outdate('interactions', 'clients'),
  });
  const log = api.useMutation('post', '/api/v1/interactions', {
    onSuccess: (made: Schemas['Interaction']) => {
      outdate('interactions', 'follow-ups', 'panel', 'clients');
      const act = () => undo.mutate({ params: { path: { id: made.id } } });
      showDone(said.logged, [{ label: actions.undo, act }]);
    },
  });
  const ask = () =>
    contact &&
    askAfterwards(`whatsapp-${contact.client_id ?? contact.patient_id}`, said.asked, said.askedMore(who), [
      {
        label: said.yes,
        act: () =>
          log.mutate({
            fetch: sendOrKeep({ kind: 'interaction', name: who, notes: text ?? '' }),
            body: {
              contact,
              method: 'whatsapp',
              direction: 'outbound',
              occurred_at: new Date(now()).toISOString(),
              notes: text ?? '',
            },
          }),
      },
      { label: said.no, act: () => undefined },
    ]);
  return { href: phone ? whatsappLink(phone, text) : undefined, ask };
}
