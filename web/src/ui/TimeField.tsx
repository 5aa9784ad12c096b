import { TextInput } from '@mantine/core';

interface Props {
  label: string;
  /** «16:30», or empty. */
  value: string;
  onChange: (time: string) => void;
  required?: boolean;
  error?: string;
}

/** Hours and minutes, as the browser's own field takes them: by keys, or on a phone by its wheel. */
export const TimeField = ({ onChange, ...props }: Props) => (
  <TextInput type="time" onChange={(event) => onChange(event.currentTarget.value)} {...props} />
);
