import { Input } from '@mantine/core';
import { useTexts } from '~/i18n';
import type { Pack } from '~/packs';
import { METHOD_ICONS } from '~/ui/Method';
import classes from './Interactions.module.css';
import type { Method } from './said';

interface Props {
  value: Method;
  onChange: (method: Method) => void;
  pack?: Pack;
}

/** The methods that the branch's kind of house offers; one that an older record has is offered as well. */
export function MethodField({ value, onChange, pack }: Props) {
  const { interactions, methods: names } = useTexts();
  const offered = (pack?.methods ?? []) as Method[];
  const methods = offered.includes(value) ? offered : [...offered, value];
  return (
    <fieldset className={classes.group}>
      <Input.Label required component="legend">
        {interactions.method}
      </Input.Label>
      <div className={classes.methods} data-many={methods.length > 4 || undefined}>
        {methods.map((method) => {
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
              <Icon size={19} stroke={1.8} aria-hidden /> {pack?.labels[`method.${method}`] ?? names[method]}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
