import { attend } from './attend';
import { clients } from './clients';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { panel } from './panel';

/** All that people read, a file for each feature. */
export const es = {
  ...common,
  ...frame,
  ...clients,
  ...followUps,
  ...interactions,
  ...panel,
  ...attend,
};
