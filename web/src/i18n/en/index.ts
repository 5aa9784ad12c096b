import type { Texts } from '..';
import { admin } from './admin';
import { agenda } from './agenda';
import { attend } from './attend';
import { audit } from './audit';
import { bell } from './bell';
import { clients } from './clients';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { imports } from './imports';
import { interactions } from './interactions';
import { offline } from './offline';
import { panel } from './panel';
import { reports } from './reports';
import { sales } from './sales';
import { settings } from './settings';
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
  ...admin,
  ...audit,
  ...bell,
  ...settings,
  ...tags,
  ...tasks,
  ...attend,
  ...reports,
  ...sales,
};
