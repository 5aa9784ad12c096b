import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { en as firstEn } from './en';
import { admin as enAdmin } from './en/admin';
import { audit as enAudit } from './en/audit';
import { messages as enMessages } from './en/messages';
import { notices as enNotices } from './en/notices';
import { settings as enSettings } from './en/settings';
import { es as firstEs } from './es';
import { admin as esAdmin } from './es/admin';
import { audit as esAudit } from './es/audit';
import { messages as esMessages } from './es/messages';
import { notices as esNotices } from './es/notices';
import { settings as esSettings } from './es/settings';

// The first ones and those that come later.
const es = { ...firstEs, ...esAdmin, ...esAudit, ...esSettings, ...esMessages, ...esNotices };
const en = { ...firstEn, ...enAdmin, ...enAudit, ...enSettings, ...enMessages, ...enNotices };

const SOURCES = join(import.meta.dirname, '..');
const READ = /^(alt|aria-label|description|label|placeholder|title)$/;
// What stands on keys is the same in every language.
const KEYS = /^(?:(?:Ctrl )?(?:[A-Z/?]|Enter)|Esc|↑|↓|·)$/;

function keys(part: object, path = ''): string[] {
  return Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'object' ? keys(value, `${path}${key}.`) : `${path}${key}`,
  );
}

test('both languages say the same things', () => {
  expect(keys(en)).toEqual(keys(es));
});

test('no text is empty', () => {
  const empty = [es, en].flatMap((language) => JSON.stringify(language).match(/"\w+":"\s*"/g) ?? []);
  expect(empty).toEqual([]);
});

/** The words in a component that are not from a catalogue. */
function literals(path: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && READ.test(node.name.getText()) && node.initializer)
      if (ts.isStringLiteral(node.initializer)) found.push(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((text) => /\S/.test(text) && !KEYS.test(text)).map((text) => `${path}: ${text}`);
}

// It reads every component; that takes its time on a busy machine.
test('components take every word from the catalogue', { timeout: 30_000 }, () => {
  const components = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );
  expect(components.length).toBeGreaterThan(20);
  expect(components.flatMap((name) => literals(join(SOURCES, name)))).toEqual([]);
});
