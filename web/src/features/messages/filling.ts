/** What stands between braces in a text is filled in; what is not known stays as it is. */
export const filled = (text: string, values: Record<string, string>): string =>
  text.replace(VARIABLE, (whole, name: string) => values[name] ?? whole);

/** The names of the variables of a text, each once, in the order in which they come. */
export const used = (text: string): string[] => [
  ...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name)),
];

/** A text with a variable put in the place of what is selected, and where the cursor stands afterwards. */
export function inserted(text: string, name: string, from: number, to: number) {
  const put = `{${name}}`;
  return { text: text.slice(0, from) + put + text.slice(to), cursor: from + put.length };
}

const VARIABLE = /\{([^{}]*)\}/g;
