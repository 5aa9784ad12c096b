import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type Day, shortDay } from '~/dates';
import { useLanguage } from '~/i18n';
import { DayField } from '~/ui/DayField';
import { useTexts } from '../texts';
import classes from './Hours.module.css';

interface Props {
  value: Day[];
  onChange: (days: Day[]) => void;
  error?: string;
}

/** Days on which a branch is closed. */
export function HolidayFields({ value, onChange, error }: Props) {
  const { branches } = useTexts();
  const language = useLanguage();
  return (
    <div>
      <DayField
        label={`${branches.holidays}: ${branches.addHoliday.toLowerCase()}`}
        value={null}
        onChange={(day) => day && onChange([...new Set([...value, day])].sort())}
        error={error}
      />
      {value.length > 0 && (
        <ul className={classes.holidays} aria-label={branches.holidays}>
          {value.map((day) => (
            <li key={day} className={classes.holiday}>
              {shortDay(day, language)}
              <ActionIcon
                size={28}
                aria-label={branches.removeHoliday(shortDay(day, language))}
                onClick={() => onChange(value.filter((each) => each !== day))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
