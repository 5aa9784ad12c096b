import { agenda } from './agenda';
import { attend } from './attend';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { panel } from './panel';
import { tasks } from './tasks';

/** All that people read, a file for each feature. */
export const es = {
  ...common,
  ...agenda,
  ...frame,
  ...followUps,
  ...interactions,
  ...panel,
  ...tasks,
  ...attend,
};
