import { Button, FileButton, Loader, Select, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useUser } from '~/api/session';
import { useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import classes from './Imports.module.css';
import { Refused } from './Refused';
import { useUpload } from './upload';

const KINDS = '.csv,.tsv,.txt,.xlsx';

/** Where a file is dropped, or chosen with a button. */
export function DropZone() {
  const { imports } = useTexts();
  const { branches } = useUser();
  const here = useBranch() ?? branches[0];
  const [branchId, setBranchId] = useState(here?.id);
  const [isOver, setIsOver] = useState(false);
  const { busy, problem, send } = useUpload();
  const take = (file: File | null | undefined) => file && !busy && send({ file, branchId });

  function dropped(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files[0]);
  }
  return (
    <section aria-label={imports.file}>
      <Refused problem={problem} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drag has the button inside */}
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={dropped}
      >
        {busy ? (
          <>
            <Loader size={30} />
            <Text fw={600}>{imports.sending}</Text>
          </>
        ) : (
          <>
            <span className={classes.dropIcon}>
              <IconFileUpload size={30} stroke={1.6} aria-hidden />
            </span>
            <Text fw={600} fz={16} visibleFrom="sm">
              {imports.drop}
            </Text>
            <Text fz={13.5} c="var(--ink-3)">
              {imports.dropMore}
            </Text>
            {branches.length > 1 && (
              <Select
                label={imports.branch}
                data={branches.map(({ id, name }) => ({ value: id, label: name }))}
                value={branchId ?? null}
                onChange={(id) => setBranchId(id ?? undefined)}
                allowDeselect={false}
                openOnFocus={false}
                w={260}
                mt={6}
              />
            )}
            <FileButton onChange={take} accept={KINDS} inputProps={{ 'aria-label': imports.file }}>
              {(props) => (
                <Button mt={10} {...props}>
                  {imports.choose}
                </Button>
              )}
            </FileButton>
          </>
        )}
      </div>
    </section>
  );
}
