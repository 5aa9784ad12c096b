import type { Texts } from '..';
import { agenda } from './agenda';
import { attend } from './attend';
import { bell } from './bell';
import { clients } from './clients';
import { common } from './common';
import { fields } from './fields';
import { followUps } from './followUps';
import { frame } from './frame';
import { imports } from './imports';
import { interactions } from './interactions';
import { offline } from './offline';
import { panel } from './panel';
import { reports } from './reports';
import { sales } from './sales';
import { tags } from './tags';
import { tasks } from './tasks';

export const en: Texts = {
  ...common,
  ...agenda,
  ...frame,
  ...clients,
  ...followUps,
  ...imports,
  ...interactions,
  ...offline,
  ...panel,
  ...bell,
  ...fields,
  ...tags,
  ...tasks,
  ...attend,
  ...reports,
  ...sales,
};
