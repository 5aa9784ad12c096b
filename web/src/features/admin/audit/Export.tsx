import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { Problem } from '~/api/problem';
import { useTimeZones, useToday } from '~/branch';
import { useLanguage } from '~/i18n';
import { showDone, showProblem } from '~/ui/notices';
import type { AdminSearch } from '../search';
import { useTexts } from '../texts';
import { keepFile } from './csv';
import { isCut, trailAsCsv, wholeTrail } from './data';

/** What the filters leave, as a file in the words of the screen. */
export function Export({ filters }: { filters: AdminSearch }) {
  const texts = useTexts();
  const { audit } = texts;
  const language = useLanguage();
  const zone = useTimeZones()();
  const today = useToday()();
  const [done, setDone] = useState<number>();
  async function act() {
    setDone(0);
    try {
      const rows = await wholeTrail(filters, setDone);
      keepFile(`${audit.file}-${today}.csv`, trailAsCsv(rows, texts, zone, language));
      showDone(isCut(rows) ? audit.exportedPart(rows.length) : audit.exported(rows.length));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      showProblem(error);
    } finally {
      setDone(undefined);
    }
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={17} aria-hidden />}
      disabled={done !== undefined}
      onClick={act}
    >
      {done === undefined ? audit.export : audit.exporting(done)}
    </Button>
  );
}
