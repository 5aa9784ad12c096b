import { attend } from './attend';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { offline } from './offline';
import { panel } from './panel';

/** All that people read, a file for each feature. */
export const es = {
  ...common,
  ...frame,
  ...followUps,
  ...interactions,
  ...offline,
  ...panel,
  ...attend,
};
