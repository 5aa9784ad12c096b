import { api, outdate, queryClient, type Schemas } from '~/api/client';
import { Problem } from '~/api/problem';
import { may, useUser } from '~/api/session';
import { useBranch } from '~/branch';

export type View = Schemas['View'];
export type ViewPage = Schemas['ViewIn']['page'];
type Kept = Pick<View, 'name' | 'query' | 'branch_id'>;
type List = Schemas['ViewList'];
type Change = (views: View[]) => View[];

const PATH = '/api/v1/views';
const ONE = '/api/v1/views/{id}';
const MOST = 200;
// What is shown before the server has given it an id.
const NEW = '';
export const LONGEST_NAME = 60; // characters
const of = (page: ViewPage) => ({ params: { query: { page: [page], limit: MOST } } });

export const renewViews = () => outdate('views');

/** The views of a page: one's own, and those of the branches that are looked at. */
export function useViews(page: ViewPage) {
  const branch = useBranch();
  const { data, error, refetch } = api.useQuery('get', PATH, of(page));
  const here = ({ branch_id }: View) => !branch || !branch_id || branch_id === branch.id;
  return { views: data?.items.filter(here), error: data ? null : error, retry: () => refetch() };
}

/** What can be done with views. Each shows at once, and is taken back if the server refuses. */
export function useViewActions(page: ViewPage) {
  const { id, name } = useUser();
  const saving = api.useMutation('post', PATH, { meta: { quiet: true } });
  const restoring = api.useMutation('post', PATH);
  const changing = api.useMutation('patch', ONE);
  const removing = api.useMutation('delete', ONE);
  const named = (view: View) => ({
    params: { path: { id: view.id } },
    headers: { 'If-Match': `"${view.version}"` },
  });
  const changed =
    (view: View, fields: Schemas['ViewPatch']): Change =>
    (views) =>
      views.map((each) => (each.id === view.id ? { ...each, ...fields } : each));

  const adding = (fields: Kept): Change => {
    const at = new Date().toISOString();
    const fresh = {
      ...fields,
      page,
      id: NEW,
      owner: { id, name },
      created_at: at,
      updated_at: at,
      version: 0,
    };
    return (views) => [...views, fresh];
  };

  return {
    saving,
    save: (fields: Kept) =>
      atOnce(page, adding(fields), () => saving.mutateAsync({ body: { ...fields, page } })),
    /** One that was removed, as it was. */
    restore: ({ name, query, branch_id }: View) => {
      const fields = { name, query, branch_id };
      return atOnce(page, adding(fields), () => restoring.mutateAsync({ body: { ...fields, page } }));
    },
    change: (view: View, fields: Schemas['ViewPatch']) =>
      atOnce(page, changed(view, fields), () => changing.mutateAsync({ ...named(view), body: fields })),
    remove: (view: View) =>
      atOnce(
        page,
        (views) => views.filter((each) => each.id !== view.id),
        () => removing.mutateAsync(named(view)),
      ),
  };
}

export type ViewActions = ReturnType<typeof useViewActions>;

/** Whether somebody may change a view that they see: what is a branch's, its managers. */
export function useMayChange(): (view: View) => boolean {
  const user = useUser();
  return ({ branch_id, version }) => version > 0 && (!branch_id || may(user, 'manager'));
}

/** @returns whether it was done; why not is told by the mutation */
async function atOnce(
  page: ViewPage,
  change: Change,
  act: () => Promise<View | undefined>,
): Promise<boolean> {
  const { queryKey } = api.queryOptions('get', PATH, of(page));
  const show = (changed: Change) =>
    queryClient.setQueryData<List>(queryKey, (list) => list && { ...list, items: changed(list.items) });
  await queryClient.cancelQueries({ queryKey });
  const before = queryClient.getQueryData<List>(queryKey);
  show(change);
  try {
    const now = await act();
    // With its version, for what is done to it next.
    if (now) show((views) => views.map((each) => (each.id === now.id || each.id === NEW ? now : each)));
    return true;
  } catch (error) {
    queryClient.setQueryData(queryKey, before);
    if (!(error instanceof Problem)) throw error;
    return false;
  } finally {
    renewViews();
  }
}
