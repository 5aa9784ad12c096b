import { useState } from 'react';
import { api, outdate, queryClient, type Schemas } from '~/api/client';
import { showLatest } from '~/api/latest';
import type { Language } from '~/i18n';
import { ifMatch } from '../data';

export type Template = Schemas['Template'];

const ONE = '/api/v1/templates/{name}';

/** Every text of a branch in a language. */
export const useTemplates = (branchId: string, language: Language) =>
  api.useQuery('get', '/api/v1/templates', { params: { query: { branch_id: branchId, language } } });

/** What a text is filled in with to see what it will look like. */
export const examplesOf = ({ variables }: Template): Record<string, string> =>
  Object.fromEntries(variables.map(({ name, example }) => [name, example]));

/** Saves a text, unless somebody else changed it meanwhile. */
export function useSaving(template: Template, done: () => void, onNewest: (now: Template) => void) {
  const params = {
    path: { name: template.name },
    query: { branch_id: template.branch_id, language: template.language },
  };
  const [last, keep] = useState<Schemas['TemplateIn']>();
  const put = api.useMutation('put', ONE, {
    meta: { quiet: true },
    onSuccess: () => {
      outdate('templates', 'audit');
      done();
    },
  });
  const send = (body: Schemas['TemplateIn'], version?: number) => {
    keep(body);
    put.mutate({ params, headers: ifMatch(version), body });
  };
  return {
    put,
    save: (body: Schemas['TemplateIn']) => send(body, template.version),
    overwrite: () => last && send(last),
    reload: () =>
      showLatest(
        queryClient.fetchQuery(api.queryOptions('get', ONE, { params }, { staleTime: 0 })),
        onNewest,
      ),
  };
}
