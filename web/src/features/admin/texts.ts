import { admin as enAdmin } from '~/i18n/en/admin';
import { audit as enAudit } from '~/i18n/en/audit';
import { admin as esAdmin } from '~/i18n/es/admin';
import { audit as esAudit } from '~/i18n/es/audit';
import { later } from '~/i18n/later';

export const useTexts = later({ ...esAdmin, ...esAudit }, { ...enAdmin, ...enAudit });
export type Texts = ReturnType<typeof useTexts>;
