import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useStore } from '~/store';
import { saleOpening } from './open';

/** On the page of sales, the one that is open stands in the address: it outlives a reload, and «back» closes it. */
export function useSaleInAddress(): void {
  const { sale } = useSearch({ from: '/sales' });
  const go = useNavigate({ from: '/sales' });
  const opened = useStore(saleOpening);
  const before = useRef(opened);

  useEffect(() => saleOpening.set(sale ?? null), [sale]);
  useEffect(() => {
    if (opened === before.current) return;
    before.current = opened;
    if (opened !== (sale ?? null))
      go({ search: (now) => ({ ...now, sale: opened ?? undefined }), replace: opened === null });
  }, [opened, sale, go]);
}
