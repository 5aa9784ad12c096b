import { Select, Switch } from '@mantine/core';
import { FilterButton } from '~/ui/FilterButton';
import { Period } from '~/ui/Period';
import { CHANNELS, type MessageFilters } from './filters';
import { useTexts } from './texts';

interface Props {
  filters: MessageFilters;
  onChange: (changed: MessageFilters) => void;
}

const NONE = {
  channel: undefined,
  recipient_type: undefined,
  from: undefined,
  to: undefined,
  upcoming: undefined,
};

export function Filters({ filters, onChange }: Props) {
  const { messages, channels, filtering, actions } = useTexts();
  const { channel, recipient_type, from, to, upcoming } = filters;
  const shared = {
    comboboxProps: { withinPortal: false },
    openOnFocus: false,
    clearable: true,
    clearButtonProps: { 'aria-label': actions.clear },
    placeholder: filtering.any,
  };
  return (
    <FilterButton
      inUse={[channel, recipient_type, from, to, upcoming].filter(Boolean).length}
      onClear={() => onChange(NONE)}
    >
      <Select
        {...shared}
        label={messages.channel}
        data={CHANNELS.map((value) => ({ value, label: channels[value] }))}
        value={channel ?? null}
        onChange={(value) => onChange({ channel: value ?? undefined })}
      />
      <Select
        {...shared}
        label={messages.to}
        data={(['user', 'client'] as const).map((value) => ({ value, label: messages.recipients[value] }))}
        value={recipient_type ?? null}
        onChange={(value) => onChange({ recipient_type: value ?? undefined })}
      />
      <Period from={from} to={to} onChange={onChange} />
      <Switch
        label={messages.upcoming}
        checked={!!upcoming}
        onChange={(event) => onChange({ upcoming: event.currentTarget.checked || undefined })}
      />
    </FilterButton>
  );
}
