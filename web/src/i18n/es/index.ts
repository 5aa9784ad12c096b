import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { imports } from './imports';
import { interactions } from './interactions';
import { panel } from './panel';
import { reports } from './reports';
import { sales } from './sales';

/** All that people read, a file for each feature. */
export const es = {
  ...common,
  ...frame,
  ...followUps,
  ...imports,
  ...interactions,
  ...panel,
  ...reports,
  ...sales,
};
