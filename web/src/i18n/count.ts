/** «1 filtro», «3 filtros». */
export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
