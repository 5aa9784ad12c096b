import { Button, Menu } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileText, IconFileTypePdf } from '@tabler/icons-react';
import { useState } from 'react';
import { download } from '~/api/download';
import { Problem } from '~/api/problem';
import { useTexts } from '~/i18n';
import { showProblem } from './notices';

const ICONS = { csv: IconFileText, xlsx: IconFileSpreadsheet, pdf: IconFileTypePdf };
export type Format = keyof typeof ICONS;
const FORMATS = ['csv', 'xlsx'] as const;

export interface Exported {
  path: string;
  query: Record<string, string | readonly string[] | undefined>;
  /** What the file is called, without its ending. */
  name: string;
}

interface Props extends Exported {
  formats?: readonly Format[];
  disabled?: boolean;
}

/** The whole list under the same filters, as a file. */
export function ExportMenu({ formats, disabled, ...exported }: Props) {
  const { exports } = useTexts();
  const { busy, fetchAs } = useExport(exported);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          h={36}
          leftSection={<IconDownload size={17} aria-hidden />}
          loading={busy}
          disabled={disabled}
        >
          {exports.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportItems formats={formats} onChoose={fetchAs} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The choices alone, for a menu that holds others too. */
export function ExportItems({
  formats = FORMATS,
  onChoose,
}: {
  formats?: readonly Format[];
  onChoose: (format: Format) => void;
}) {
  const { exports } = useTexts();
  return formats.map((format) => {
    const Icon = ICONS[format];
    return (
      <Menu.Item key={format} leftSection={<Icon size={17} aria-hidden />} onClick={() => onChoose(format)}>
        {exports[format]}
      </Menu.Item>
    );
  });
}

export function useExport({ path, query, name }: Exported) {
  const [busy, work] = useState(false);
  async function fetchAs(format: Format) {
    work(true);
    try {
      await download(path, `${name}.${format}`, { ...query, format });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      showProblem({ title: error.title, detail: error.errors.format?.join(' ') ?? error.detail });
    } finally {
      work(false);
    }
  }
  return { busy, fetchAs };
}
