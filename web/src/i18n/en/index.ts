import type { Texts } from '..';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { panel } from './panel';
import { sales } from './sales';

export const en: Texts = {
  ...common,
  ...frame,
  ...followUps,
  ...interactions,
  ...panel,
  ...sales,
};
