import type { Day } from '~/dates';
import { useTexts } from '~/i18n';
import { DayField } from './DayField';

interface Bounds {
  from?: Day;
  to?: Day;
}

interface Props extends Bounds {
  /** What begins and ends, where that has to be said. */
  labels?: readonly [from: string, to: string];
  onChange: (period: Bounds) => void;
}

/** The days from which and until which something is looked for; either may be left open. */
export function Period({ from, to, labels, onChange }: Props) {
  const { filtering } = useTexts();
  return (
    <>
      <DayField
        label={labels?.[0] ?? filtering.from}
        value={from ?? null}
        max={to}
        clearable
        onChange={(day) => onChange({ from: day ?? undefined, to })}
      />
      <DayField
        label={labels?.[1] ?? filtering.to}
        value={to ?? null}
        min={from}
        clearable
        onChange={(day) => onChange({ from, to: day ?? undefined })}
      />
    </>
  );
}
