import { useTexts } from '~/i18n';
import { useStore } from '~/store';
import { FormModal } from '~/ui/FormModal';
import { usePhone } from '~/ui/usePhone';
import { NewSaleForm } from './NewSaleForm';
import { newSaleOpening } from './open';

export function NewSaleModal() {
  const opened = useStore(newSaleOpening);
  const phone = usePhone();
  const { sales } = useTexts();
  return (
    <FormModal
      opened={opened !== null}
      onClose={() => newSaleOpening.set(null)}
      title={sales.newSale}
      size={560}
      fullScreen={phone}
      radius={phone ? 0 : 'lg'}
    >
      {opened && <NewSaleForm client={opened.client} />}
    </FormModal>
  );
}
