import { useTexts } from '../texts';

const KINDS = ['follow_ups', 'tasks', 'sales'] as const;

export type Work = Record<(typeof KINDS)[number], number>;

export const total = (work: Work): number => KINDS.reduce((sum, kind) => sum + work[kind], 0);

/** «3 seguimientos, 1 venta»: how much of each kind there is, where there is some. */
export function useWorkInWords(): (work: Record<string, unknown>) => string {
  const { handOver } = useTexts();
  return (work) =>
    KINDS.flatMap((kind) => {
      const n = Number(work[kind] ?? 0);
      return n > 0 ? handOver.work[kind](n) : [];
    }).join(', ');
}
