import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { panel } from './panel';
import { sales } from './sales';

/** All that people read, a file for each feature. */
export const es = {
  ...common,
  ...frame,
  ...followUps,
  ...interactions,
  ...panel,
  ...sales,
};
