import type { Day } from '~/dates';
import type { Language } from '~/i18n';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What stands in the address bar: who hands over to whom; the filters of the audit trail, named as in the API; of
 * which branch and in which language rules and texts are. */
export interface AdminSearch {
  giver?: string;
  taker?: string;
  actor_id?: string;
  record_id?: string;
  action?: string;
  from?: Day;
  to?: Day;
  branch_id?: string;
  language?: Language;
}

export function adminSearch(search: Record<string, unknown>): AdminSearch {
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] || undefined : undefined);
  const day = (name: string) => (DAY.test(text(name) ?? '') ? text(name) : undefined);
  return {
    giver: text('giver'),
    taker: text('taker'),
    actor_id: text('actor_id'),
    record_id: text('record_id'),
    action: text('action'),
    from: day('from'),
    to: day('to'),
    branch_id: text('branch_id'),
    language: search.language === 'en' ? 'en' : undefined,
  };
}
