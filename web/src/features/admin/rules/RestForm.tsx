import { Stack } from '@mantine/core';
import { useState } from 'react';
import { FormAlert } from '~/ui/FormAlert';
import { showDone } from '~/ui/notices';
import { wrongIn } from '~/ui/wrong';
import { HolidayFields } from '../branches/HolidayFields';
import { QuietFields } from '../branches/QuietFields';
import { useTexts } from '../texts';
import { Foot } from './Foot';
import type { Book } from './rules';
import type { UsedBook } from './useBook';

interface Props {
  book: Book;
  used: UsedBook;
  onClose: () => void;
}

/** Hours and days on which no messages go out. */
export function RestForm({ book, used, onClose }: Props) {
  const { rules: said } = useTexts();
  const [quiet, setQuiet] = useState(
    book.quiet_hours && { start: book.quiet_hours.from, end: book.quiet_hours.to },
  );
  const [holidays, setHolidays] = useState(book.holidays);
  const wrong = wrongIn(used.problem);
  const quiet_hours = quiet && { from: quiet.start, to: quiet.end };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        used.save(
          (now) => ({ ...now, quiet_hours, holidays }),
          () => {
            onClose();
            showDone(said.saved);
          },
        );
      }}
    >
      <Stack gap={16}>
        <FormAlert
          problem={used.problem}
          onOverwrite={used.overwrite}
          onReload={() => used.reload(onClose)}
        />
        <QuietFields value={quiet} onChange={setQuiet} error={wrong('quiet_hours')} />
        <HolidayFields value={holidays} onChange={setHolidays} error={wrong('holidays')} />
        <Foot busy={used.busy} ready={!quiet || (!!quiet.start && !!quiet.end)} onClose={onClose} />
      </Stack>
    </form>
  );
}
