/** «20,000», which English and Mexican Spanish write alike. */
export const grouped = (n: number): string => n.toLocaleString('en-US');

/** «1 filtro», «3 filtros». */
export const count = (n: number, one: string, many: string): string =>
  `${grouped(n)} ${n === 1 ? one : many}`;
