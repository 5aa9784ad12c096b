import { Checkbox, Input, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTexts } from '~/i18n';
import classes from './CheckList.module.css';
import { finds } from './plain';

const MANY = 8;

interface Props {
  label: string;
  /** In the order in which they are offered. */
  options: { id: string; name: string; more?: string }[];
  value: string[];
  /** What was chosen stays in the order in which it was. */
  onChange: (ids: string[]) => void;
  /** What stands there without options. */
  nothing?: string;
  required?: boolean;
  error?: string;
}

/** Several of a list; of a long one, found by name. */
export function CheckList({ label, options, value, onChange, nothing, required, error }: Props) {
  const { checkList } = useTexts();
  const [typed, type] = useState('');
  const shown = options.filter(({ name }) => finds(typed, name));
  return (
    <fieldset className={classes.group}>
      <Input.Label component="legend" required={required}>
        {label}
      </Input.Label>
      {options.length > MANY && (
        <TextInput
          type="search"
          mb={6}
          aria-label={`${label}: ${checkList.search}`}
          placeholder={checkList.search}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
      )}
      <div className={classes.list} data-wrong={error ? true : undefined}>
        {shown.map(({ id, name, more }) => (
          <Checkbox
            key={id}
            className={classes.row}
            label={name}
            description={more}
            checked={value.includes(id)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...value, id] : value.filter((each) => each !== id))
            }
          />
        ))}
        {shown.length === 0 && (
          <div className={classes.nothing}>{options.length ? checkList.nothingFound : nothing}</div>
        )}
      </div>
      {error && <Input.Error mt={5}>{error}</Input.Error>}
    </fieldset>
  );
}
