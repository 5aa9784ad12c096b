import { settings as en } from '~/i18n/en/settings';
import { settings as es } from '~/i18n/es/settings';
import { later } from '~/i18n/later';

export const useTexts = later(es, en);
