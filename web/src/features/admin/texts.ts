import { admin as enAdmin } from '~/i18n/en/admin';
import { audit as enAudit } from '~/i18n/en/audit';
import { notices as enNotices } from '~/i18n/en/notices';
import { admin as esAdmin } from '~/i18n/es/admin';
import { audit as esAudit } from '~/i18n/es/audit';
import { notices as esNotices } from '~/i18n/es/notices';
import { later } from '~/i18n/later';

export const useTexts = later(
  { ...esAdmin, ...esAudit, ...esNotices },
  { ...enAdmin, ...enAudit, ...enNotices },
);
export type Texts = ReturnType<typeof useTexts>;
