import { Input } from '@mantine/core';
import { useTexts } from '~/i18n';
import { METHOD_ICONS } from '~/ui/Method';
import type { Draft } from './draft';
import classes from './Interactions.module.css';

const METHODS = ['call', 'whatsapp', 'message', 'email', 'meeting', 'visit'] as const;

interface Props {
  value: Draft['method'];
  onChange: (method: Draft['method']) => void;
}

export function MethodField({ value, onChange }: Props) {
  const { interactions, methods } = useTexts();
  return (
    <fieldset className={classes.group}>
      <Input.Label required component="legend">
        {interactions.method}
      </Input.Label>
      <div className={classes.methods}>
        {METHODS.map((method) => {
          const Icon = METHOD_ICONS[method];
          return (
            <label key={method} className={classes.method}>
              <input
                type="radio"
                name="method"
                value={method}
                checked={value === method}
                onChange={() => onChange(method)}
              />
              <Icon size={19} stroke={1.8} aria-hidden /> {methods[method]}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
