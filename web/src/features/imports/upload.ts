import { useNavigate } from '@tanstack/react-router';
import { api, outdate } from '~/api/client';

/** Files that were sent from this page, by import: to be sent again with other columns. A reload forgets them. */
const sent = new Map<string, File>();

export const fileOf = (importId: string): File | undefined => sent.get(importId);

export interface Upload {
  file: File;
  branchId?: string;
  /** Of columns whose field was chosen, by their heading. */
  mapping?: Record<string, string | null>;
}

/** Send a file to be checked, and go to where its check can be seen. */
export function useUpload() {
  const go = useNavigate();
  const begin = api.useMutation('post', '/api/v1/imports', { meta: { quiet: true } });
  return {
    busy: begin.isPending,
    problem: begin.error,
    async send({ file, branchId, mapping }: Upload) {
      const form = new FormData();
      form.append('file', file);
      if (branchId) form.append('branch_id', branchId);
      if (mapping) form.append('mapping', JSON.stringify(mapping));
      try {
        const begun = await begin.mutateAsync({ body: { file: file.name }, bodySerializer: () => form });
        sent.set(begun.id, file);
        outdate('imports');
        go({ to: '/imports/$id', params: { id: begun.id } });
      } catch {
        // What was refused is shown beside the file.
      }
    },
  };
}
