import { admin } from './admin';
import { attend } from './attend';
import { audit } from './audit';
import { bell } from './bell';
import { clients } from './clients';
import { common } from './common';
import { followUps } from './followUps';
import { frame } from './frame';
import { interactions } from './interactions';
import { offline } from './offline';
import { panel } from './panel';
import { settings } from './settings';
import { tags } from './tags';

/** All that people read, a file for each feature. */
export const es = {
  ...common,
  ...frame,
  ...clients,
  ...followUps,
  ...interactions,
  ...offline,
  ...panel,
  ...admin,
  ...audit,
  ...bell,
  ...settings,
  ...tags,
  ...attend,
};
