import { expect, test } from 'vitest';
import { type Chosen, contactOf, isComplete, needsLastName, needsPhone } from './draft';

const nobody: Chosen = { name: '', lastName: '', phone: '' };
const patient = (has_phone: boolean): Chosen => ({
  ...nobody,
  name: 'Mateo Rivas',
  contact: { kind: 'patient', id: 'p1', client_id: null, name: 'Mateo Rivas', phone: null, has_phone },
});

test('a whole name of somebody new is parted', () => {
  const chosen = { ...nobody, name: ' Ana María  Ruiz ', phone: '55 1234 5678' };
  expect(contactOf(chosen)).toEqual({ first_name: 'Ana', last_name: 'María Ruiz', phone: '55 1234 5678' });
  expect(needsLastName(chosen)).toBe(false);
});

test('one word asks for the last name too', () => {
  const chosen = { ...nobody, name: 'Ana', phone: '55 1234 5678' };
  expect(needsLastName(chosen)).toBe(true);
  expect(isComplete(chosen, '2026-11-21')).toBe(false);
  expect(isComplete({ ...chosen, lastName: 'Ruiz' }, '2026-11-21')).toBe(true);
});

test('a patient without a number needs one, and only then sends it', () => {
  expect(needsPhone(patient(false))).toBe(true);
  expect(contactOf({ ...patient(false), phone: ' 55 1 ' })).toEqual({ patient_id: 'p1', phone: '55 1' });
  expect(contactOf(patient(true))).toEqual({ patient_id: 'p1' });
});

test('nothing is complete without a contact and a day', () => {
  expect(isComplete(nobody, '2026-11-21')).toBe(false);
  expect(isComplete(patient(true), null)).toBe(false);
});
