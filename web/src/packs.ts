import { api, type Schemas } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranch } from '~/branch';
import { useLanguage } from '~/i18n';

export type Pack = Schemas['Pack'];

/** How houses of a branch's kind work: what their forms call things, offer and require. None while it is loading. */
export function usePack(branchId?: string): Pack | undefined {
  const { branches } = useUser();
  const here = useBranch() ?? branches[0];
  const branch = branches.find(({ id }) => id === branchId) ?? here;
  const language = useLanguage();
  const { data } = api.useQuery(
    'get',
    '/api/v1/packs',
    // The labels are in the language of the answer.
    { headers: { 'Accept-Language': language } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  return data?.items.find(({ id }) => id === branch?.pack);
}
