import { useState } from 'react';
import { api, outdate, queryClient, type Schemas } from '~/api/client';
import { showDone } from '~/ui/notices';
import { useTexts } from './texts';

type Consent = Schemas['Consent'];
type Word = Partial<Pick<Consent, 'email' | 'sms' | 'whatsapp'>>;

const PATH = '/api/v1/consents/{client_id}';

/** What a client said of each channel; a click shows at once, and says so if somebody else was faster. */
export function useConsent(clientId: string) {
  const { messages } = useTexts();
  const params = { path: { client_id: clientId } };
  const { data, error, refetch } = api.useQuery('get', PATH, { params });
  const [said, keep] = useState<Word>({});
  const put = api.useMutation('put', PATH, {
    meta: { quiet: true },
    onSuccess: (consent) => {
      const { queryKey } = api.queryOptions('get', PATH, { params });
      queryClient.setQueryData<Consent>(queryKey, consent);
      showDone(messages.client.saved);
      outdate('audit');
    },
  });
  const send = (word: Word, version?: number) => {
    keep(word);
    put.mutate({ params, headers: version ? { 'If-Match': `"${version}"` } : {}, body: word });
  };
  return {
    consent: data && put.isPending ? { ...data, ...said } : data,
    loadProblem: data ? null : error,
    problem: put.error,
    say: (word: Word) => send(word, data?.version),
    overwrite: () => send(said),
    reload: () => {
      put.reset();
      refetch();
    },
  };
}
