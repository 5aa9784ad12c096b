import { expect, test } from 'vitest';
import { readablePhone, whatsappLink } from './phone';

test.each([
  ['+525548217390', '+52 55 4821 7390'],
  ['+526642184470', '+52 664 218 4470'],
  ['+573104827739', '+57 310 482 7739'],
  ['+51987654112', '+51 987 654 112'],
  ['+12125550123', '+1 212 555 0123'],
  ['+50688887777', '+506 8888 7777'],
])('%s is read as %s', (phone, read) => {
  expect(readablePhone(phone)).toBe(read);
});

test('WhatsApp wants the digits alone', () => {
  expect(whatsappLink('+525548217390')).toBe('https://wa.me/525548217390');
  expect(whatsappLink('+525548217390', '¿Qué tal, Ana & Luis?')).toBe(
    'https://wa.me/525548217390?text=%C2%BFQu%C3%A9%20tal%2C%20Ana%20%26%20Luis%3F',
  );
});
