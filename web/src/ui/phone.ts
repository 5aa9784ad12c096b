const TWO_DIGITS = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|7|8[1246]|9[0-58])/;

/** «+52 55 4821 7390»: an E.164 number as people read it. Where a country groups otherwise, it is still readable. */
export function readablePhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const length = /^[17]/.test(digits) ? 1 : TWO_DIGITS.test(digits) ? 2 : 3;
  const country = digits.slice(0, length);
  return [`+${country}`, ...groups(country, digits.slice(length))].join(' ');
}

// As the API writes it.
const PHONE = /\+\d{8,15}/g;

/** A text in which numbers stand as people read them, each in one line. */
export const withReadablePhones = (text: string): string =>
  text.replace(PHONE, (phone) => readablePhone(phone).replaceAll(' ', '\u00a0'));

function groups(country: string, number: string): string[] {
  if (country === '52' && /^(55|56|33|81)/.test(number)) return cut(number, 2, 4, 4);
  if (number.length === 10) return cut(number, 3, 3, 4);
  if (number.length === 8) return cut(number, 4, 4);
  return number.match(/\d{1,3}/g) ?? [];
}

const cut = (number: string, ...lengths: number[]): string[] => {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return number.slice(at - length, at);
  });
};

/** Opens WhatsApp with somebody, and with a text that is already written. */
export const whatsappLink = (phone: string, text?: string): string =>
  `https://wa.me/${phone.replace(/\D/g, '')}${text ? `?text=${encodeURIComponent(text)}` : ''}`;
