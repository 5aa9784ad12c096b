import { Button, FileButton, Group, Select, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '~/i18n';
import { FIELDS, type Field, type Import } from './data';
import classes from './Imports.module.css';
import { isChanged, meantBy } from './mapping';
import { Refused } from './Refused';
import { fileOf, useUpload } from './upload';

const IGNORED = '';

/** What each column of the file is taken for; with something corrected the file is checked once more. */
export function Mapping({ job }: { job: Import }) {
  const { imports } = useTexts();
  const [meant, setMeant] = useState(() => meantBy(job.columns));
  const { busy, problem, send } = useUpload();
  const file = fileOf(job.id);
  const again = (chosen: File | null | undefined) =>
    chosen && send({ file: chosen, branchId: job.branch_id, mapping: meant });
  const changed = isChanged(job.columns, meant);
  return (
    <section className={classes.card} aria-labelledby="mapping">
      <Title order={2} id="mapping">
        {imports.mapping}
      </Title>
      <Text fz={13.5} c="var(--ink-2)" mt={2} mb={12}>
        {imports.mappingMore}
      </Text>
      <Refused problem={problem} />
      <div className={classes.mapping}>
        {job.columns.map(({ heading }) => (
          <Select
            key={heading}
            label={heading}
            data={[
              { value: IGNORED, label: imports.ignored },
              ...FIELDS.map((field) => ({ value: field, label: imports.fields[field] })),
            ]}
            value={meant[heading] ?? IGNORED}
            onChange={(field) => setMeant({ ...meant, [heading]: (field || null) as Field | null })}
            allowDeselect={false}
            openOnFocus={false}
          />
        ))}
      </div>
      {changed && (
        <Group justify="space-between" mt="md" gap="sm">
          <Text fz={13.5} c="var(--ink-2)">
            {!file && imports.fileGone}
          </Text>
          {file ? (
            <Button loading={busy} onClick={() => again(file)}>
              {imports.checkAgain}
            </Button>
          ) : (
            <FileButton onChange={again} inputProps={{ 'aria-label': imports.file }}>
              {(props) => (
                <Button loading={busy} {...props}>
                  {imports.choose}
                </Button>
              )}
            </FileButton>
          )}
        </Group>
      )}
    </section>
  );
}
