import type { Texts } from '..';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { imports } from './imports';
import { interactions } from './interactions';
import { panel } from './panel';
import { reports } from './reports';
import { sales } from './sales';

export const en: Texts = {
  ...common,
  ...frame,
  ...followUps,
  ...imports,
  ...interactions,
  ...panel,
  ...reports,
  ...sales,
};
