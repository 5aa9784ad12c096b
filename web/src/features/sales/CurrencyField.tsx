import { Select } from '@mantine/core';
import { useTexts } from '~/i18n';

const CURRENCIES = Intl.supportedValuesOf('currency');

interface Props {
  /** None: that of the branch. */
  value?: string;
  onChange: (currency?: string) => void;
  error?: string;
}

export function CurrencyField({ value, onChange, error }: Props) {
  const { sales } = useTexts();
  return (
    <Select
      label={sales.currency}
      placeholder={sales.currencyHint}
      data={CURRENCIES}
      limit={30}
      value={value ?? null}
      onChange={(currency) => onChange(currency ?? undefined)}
      error={error}
      comboboxProps={{ withinPortal: false }}
      openOnFocus={false}
      allowDeselect={false}
      searchable
    />
  );
}
