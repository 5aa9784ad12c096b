const SHOWN = ['new', 'update', 'duplicate', 'error', 'kept'] as const;

/** Which rows are looked at: by what is to become of them, or those that could not be taken back. */
export type Shown = (typeof SHOWN)[number];

export interface ImportFilters {
  show?: Shown;
}

export const importFilters = (search: Record<string, unknown>): ImportFilters => ({
  show: SHOWN.find((each) => each === search.show),
});

/** As the API takes it. */
export const rowQuery = ({ show }: ImportFilters) =>
  show === 'kept' ? { state: [show] } : show ? { outcome: [show] } : {};
