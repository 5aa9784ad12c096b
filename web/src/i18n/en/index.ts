import type { Texts } from '..';
import { attend } from './attend';
import { clients } from './clients';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { panel } from './panel';

export const en: Texts = {
  ...common,
  ...frame,
  ...clients,
  ...followUps,
  ...interactions,
  ...panel,
  ...attend,
};
