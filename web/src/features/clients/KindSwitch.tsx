import { SegmentedControl } from '@mantine/core';
import { useTexts } from '~/i18n';
import classes from './Clients.module.css';
import { type ClientFilters, KINDS, type Kind } from './filters';

interface Props {
  kind: ClientFilters['kind'];
  onChange: (kind: ClientFilters['kind']) => void;
}

/** Clients, or the registry of patients or students. */
export function KindSwitch({ kind, onChange }: Props) {
  const { clients } = useTexts();
  return (
    <SegmentedControl<Kind>
      className={classes.kinds}
      aria-label={clients.kindOf}
      data={KINDS.map((value) => ({ value, label: clients.kinds[value] }))}
      value={kind ?? 'clients'}
      onChange={(chosen) => onChange(chosen === 'clients' ? undefined : chosen)}
    />
  );
}
