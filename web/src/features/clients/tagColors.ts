/** The colors that tags usually have: far enough from each other, and dark enough on paper. */
export const COLORS = {
  gray: '#64748b',
  green: '#15803d',
  teal: '#0f766e',
  blue: '#1d4ed8',
  violet: '#6d28d9',
  pink: '#be185d',
  red: '#b91c1c',
  orange: '#b45309',
} as const;
