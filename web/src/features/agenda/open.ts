/** What other features may use of the agenda. */
export { SectionTabs } from './SectionTabs';
