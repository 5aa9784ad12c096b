import { useState } from 'react';
import { api, outdate, queryClient } from '~/api/client';
import { showLatest } from '~/api/latest';
import { ifMatch } from '../data';
import type { Book } from './rules';

const PATH = '/api/v1/notification-rules';
type Change = (book: Book) => Book;

/**
 * The rules of a branch. Each change is one thing, e.g. a switch: where somebody else was faster, it can be made to
 * what they left, and nothing of theirs is lost.
 */
export function useBook(branchId: string) {
  const params = { query: { branch_id: branchId } };
  const book = api.useQuery('get', PATH, { params });
  const options = api.queryOptions('get', PATH, { params });
  const [last, keep] = useState<{ change: Change; done?: () => void }>();
  const put = api.useMutation('put', PATH, {
    meta: { quiet: true },
    onSuccess: (saved) => {
      queryClient.setQueryData<Book>(options.queryKey, saved);
      outdate('audit');
    },
  });

  function send(base: Book, change: Change, done?: () => void) {
    keep({ change, done });
    const { rules, quiet_hours, holidays } = change(base);
    put.mutate(
      { params, headers: ifMatch(base.version), body: { rules, quiet_hours, holidays } },
      { onSuccess: done },
    );
  }
  const newest = (then: (now: Book) => void) =>
    showLatest(queryClient.fetchQuery({ ...options, staleTime: 0 }), then);

  return {
    book: book.data && last && put.isPending ? last.change(book.data) : book.data,
    loadProblem: book.data ? null : book.error,
    retry: () => book.refetch(),
    busy: put.isPending,
    problem: put.error,
    forget: put.reset,
    /** The newest that there is: an undo comes some time after what it undoes. */
    save: (change: Change, done?: () => void) => {
      const base = queryClient.getQueryData<Book>(options.queryKey);
      if (base) send(base, change, done);
    },
    overwrite: () => last && newest((now) => send(now, last.change, last.done)),
    reload: (then?: () => void) =>
      newest(() => {
        put.reset();
        then?.();
      }),
  };
}

export type UsedBook = ReturnType<typeof useBook>;
