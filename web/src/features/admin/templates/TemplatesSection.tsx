import { SegmentedControl, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { filled } from '~/features/messages/open';
import { LANGUAGES, type Language } from '~/i18n';
import { FormModal } from '~/ui/FormModal';
import { LoadFailed } from '~/ui/LoadFailed';
import { usePhone } from '~/ui/usePhone';
import { BranchChoice, useBranchId } from '../BranchChoice';
import { LOADING } from '../Nothing';
import { SectionHead } from '../SectionHead';
import type { AdminSearch } from '../search';
import { useTexts } from '../texts';
import { TemplateForm } from './TemplateForm';
import classes from './Templates.module.css';
import { examplesOf, type Template, useTemplates } from './useTemplates';

/** «Plantillas»: what messages say. */
export function TemplatesSection() {
  const { templates: said } = useTexts();
  const phone = usePhone();
  const go = useNavigate();
  const { language = 'es' } = useSearch({ strict: false }) as AdminSearch;
  const { data, error, refetch } = useTemplates(useBranchId(), language);
  const [opened, open] = useState<Template>();
  const close = () => open(undefined);
  return (
    <>
      <SectionHead lead={said.lead}>
        <BranchChoice />
        <SegmentedControl
          aria-label={said.language}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          value={language}
          onChange={(chosen) =>
            go({
              to: '/admin/$section',
              params: { section: 'templates' },
              search: (before) => ({ ...before, language: chosen as Language }),
              replace: true,
            })
          }
        />
      </SectionHead>
      {error && !data ? (
        <LoadFailed problem={error} onRetry={() => refetch()} />
      ) : (
        <ul className={classes.list} aria-busy={!data}>
          {data?.items.map((template) => (
            <li key={template.name}>
              <Item template={template} onOpen={() => open(template)} />
            </li>
          )) ??
            LOADING.map((each) => (
              <li key={each}>
                <Skeleton h={84} radius="lg" />
              </li>
            ))}
        </ul>
      )}
      {opened && (
        <FormModal
          opened
          onClose={close}
          title={said.kinds[opened.name]}
          size={880}
          fullScreen={phone}
          radius={phone ? 0 : 'lg'}
        >
          <TemplateForm key={opened.version} template={opened} onClose={close} onNewest={open} />
        </FormModal>
      )}
    </>
  );
}

function Item({ template, onOpen }: { template: Template; onOpen: () => void }) {
  const { templates: said } = useTexts();
  const { name, title, body, customized } = template;
  const examples = examplesOf(template);
  return (
    <UnstyledButton className={classes.item} onClick={onOpen}>
      <span className={classes.what}>
        <span className={classes.kind}>
          {said.kinds[name]} {customized && <span className={classes.own}>{said.changed}</span>}
        </span>
        <Text span fz={14} lineClamp={1} c="var(--ink-2)">
          {filled(title, examples)}
        </Text>
        <Text span fz={13} lineClamp={2} c="var(--ink-3)">
          {filled(body, examples)}
        </Text>
      </span>
      <IconChevronRight size={18} aria-hidden color="var(--ink-3)" />
    </UnstyledButton>
  );
}
