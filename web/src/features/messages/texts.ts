import { messages as en } from '~/i18n/en/messages';
import { messages as es } from '~/i18n/es/messages';
import { later } from '~/i18n/later';

export const useTexts = later(es, en);
export type Texts = ReturnType<typeof useTexts>;
