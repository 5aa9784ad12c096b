import type { ReportFilters } from './filters';

export interface ReportProps {
  filters: ReportFilters;
  onChange: (changed: ReportFilters) => void;
  onClear: () => void;
}
