import { expect, test } from 'vitest';
import { EventReader } from './events';

const SAID = 'retry: 1000\nid: e-1\n\nevent: client\nid: e-2\ndata: {"id":"c"}\n\n:\nid: e-3\n\n';

test('events are told once they are complete', () => {
  const reader = new EventReader();
  expect(reader.read(SAID.slice(0, 40))).toEqual([]);
  expect(reader.read(SAID.slice(40))).toEqual(['client']);
});

test('wherever the parts end, the same is heard', () => {
  for (let end = 0; end <= SAID.length; end++) {
    const reader = new EventReader();
    expect([...reader.read(SAID.slice(0, end)), ...reader.read(SAID.slice(end))]).toEqual(['client']);
    expect(reader.place).toBe('e-3');
  }
});

test('a heartbeat tells the place without being an event', () => {
  const reader = new EventReader();
  expect(reader.read(':\nid: e-9\n\n')).toEqual([]);
  expect(reader.place).toBe('e-9');
});
