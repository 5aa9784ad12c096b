import type { Texts } from '..';
import { agenda } from './agenda';
import { attend } from './attend';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { panel } from './panel';
import { tasks } from './tasks';

export const en: Texts = {
  ...common,
  ...agenda,
  ...frame,
  ...followUps,
  ...interactions,
  ...panel,
  ...tasks,
  ...attend,
};
