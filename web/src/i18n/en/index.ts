import type { Texts } from '..';
import { attend } from './attend';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { offline } from './offline';
import { panel } from './panel';

export const en: Texts = {
  ...common,
  ...frame,
  ...followUps,
  ...interactions,
  ...offline,
  ...panel,
  ...attend,
};
