import { Input, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconPalette } from '@tabler/icons-react';
import { useId } from 'react';
import { type Texts, useTexts } from '~/i18n';
import classes from './ColorField.module.css';

/** Colors on which white is read, and that can be told from each other. */
const COLORS: Record<keyof Texts['colors']['named'], string> = {
  red: '#b91c1c',
  orange: '#c2410c',
  amber: '#b45309',
  green: '#15803d',
  teal: '#0f766e',
  cyan: '#0e7490',
  blue: '#2563eb',
  violet: '#6d28d9',
  magenta: '#a21caf',
  pink: '#be185d',
  brown: '#78350f',
  gray: '#475569',
};

interface Props {
  label: string;
  /** `#rrggbb` */
  value: string;
  onChange: (color: string) => void;
  error?: string;
}

/** A color: one of some that are good to read, or any other. */
export function ColorField({ label, value, onChange, error }: Props) {
  const { colors } = useTexts();
  const name = useId();
  const isOther = !Object.values(COLORS).includes(value);
  return (
    <fieldset className={classes.group}>
      <Input.Label component="legend">{label}</Input.Label>
      <div className={classes.colors}>
        {Object.entries(COLORS).map(([key, color]) => (
          <label
            key={key}
            className={classes.color}
            style={{ color }}
            data-chosen={value === color || undefined}
          >
            <input type="radio" name={name} checked={value === color} onChange={() => onChange(color)} />
            <IconCheck size={17} stroke={2.6} aria-hidden />
            <VisuallyHidden>{colors.named[key as keyof typeof COLORS]}</VisuallyHidden>
          </label>
        ))}
        <label
          className={classes.color}
          style={{ color: value }}
          data-other
          data-chosen={isOther || undefined}
          title={colors.other}
        >
          <input type="color" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
          <IconPalette size={17} aria-hidden />
          <VisuallyHidden>{colors.other}</VisuallyHidden>
        </label>
      </div>
      {error && <Input.Error mt={5}>{error}</Input.Error>}
    </fieldset>
  );
}
