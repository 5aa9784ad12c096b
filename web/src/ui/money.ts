import type { Language } from '~/i18n';

const LOCALES: Record<Language, string> = { es: 'es-MX', en: 'en-US' };
const TWO_DIGITS = /[.,]\d{1,2}$/;

/** «480,000 MXN», «1,250.50 MXN». */
export function money(amount: string, currency: string | null, language: Language): string {
  const shown = new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: Number(amount) % 1 === 0 ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(Number(amount));
  return currency ? `${shown} ${currency}` : shown;
}

/** An amount as people write it («$480,000.5», «1.250,50»), as the API takes it; empty for none. */
export function decimalOf(written: string): string {
  const digits = written.replace(/[^\d.,]/g, '');
  const cents = TWO_DIGITS.exec(digits)?.[0];
  const whole = (cents ? digits.slice(0, -cents.length) : digits).replace(/[.,]/g, '');
  return cents ? `${whole || '0'}.${cents.slice(1)}` : whole;
}
