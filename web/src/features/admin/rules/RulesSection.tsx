import { ActionIcon, Button, Group, Skeleton, Switch, Title, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { shortDay } from '~/dates';
import { CHANNEL_ICONS } from '~/features/messages/open';
import { useLanguage } from '~/i18n';
import { FormAlert } from '~/ui/FormAlert';
import { FormModal } from '~/ui/FormModal';
import { LoadFailed } from '~/ui/LoadFailed';
import { showDone } from '~/ui/notices';
import { usePhone } from '~/ui/usePhone';
import { BranchChoice, useBranchId } from '../BranchChoice';
import { LOADING } from '../Nothing';
import { SectionHead } from '../SectionHead';
import { useTexts } from '../texts';
import { RestForm } from './RestForm';
import { RuleForm } from './RuleForm';
import classes from './Rules.module.css';
import { type Book, inWords, newRule, type Rule, sentenceOf, withoutRule, withRule } from './rules';
import { type UsedBook, useBook } from './useBook';

type Opened = { rule: Rule; isNew?: boolean } | 'rest' | null;

/** «Avisos»: who is told what, as sentences that can be switched off and changed. */
export function RulesSection() {
  const id = useBranchId();
  return <RulesOf key={id} branchId={id} />;
}

function RulesOf({ branchId }: { branchId: string }) {
  const texts = useTexts();
  const { rules: said } = texts;
  const phone = usePhone();
  const used = useBook(branchId);
  const [opened, open] = useState<Opened>(null);
  const { book, loadProblem, retry, problem, overwrite, reload, forget } = used;
  const close = () => {
    open(null);
    forget();
  };
  const titles = { rest: said.restEdit, rule: said.title, new: said.newTitle };
  const kind = opened === 'rest' ? 'rest' : opened?.isNew ? 'new' : 'rule';
  return (
    <>
      <SectionHead
        lead={said.lead}
        add={book && { label: said.add, act: () => open({ rule: newRule(book.rules), isNew: true }) }}
      >
        <BranchChoice />
      </SectionHead>
      {!opened && <FormAlert problem={problem} onOverwrite={overwrite} onReload={() => reload()} />}
      {loadProblem ? (
        <LoadFailed problem={loadProblem} onRetry={retry} />
      ) : book ? (
        <>
          <Groups used={used} book={book} onOpen={open} />
          <Rest book={book} onOpen={() => open('rest')} />
        </>
      ) : (
        <div aria-busy>
          {LOADING.map((each) => (
            <Skeleton key={each} h={74} mb={10} radius="lg" />
          ))}
        </div>
      )}
      {opened && book && (
        <FormModal
          opened
          onClose={close}
          title={titles[kind]}
          size={560}
          fullScreen={phone}
          radius={phone ? 0 : 'lg'}
        >
          {opened === 'rest' ? (
            <RestForm key={book.version} book={book} used={used} onClose={close} />
          ) : (
            <RuleForm rule={opened.rule} used={used} onClose={close} />
          )}
        </FormModal>
      )}
    </>
  );
}

interface GroupsProps {
  used: UsedBook;
  book: Book;
  onOpen: (opened: Opened) => void;
}

function Groups({ used, book, onOpen }: GroupsProps) {
  const { rules: said } = useTexts();
  const isForClients = ({ to }: Rule) => to === 'client';
  const groups = [
    { title: said.house, rules: book.rules.filter((each) => !isForClients(each)) },
    { title: said.clients, rules: book.rules.filter(isForClients), note: said.consent },
  ];
  if (book.rules.length === 0) return <p className={classes.note}>{said.none}</p>;
  return groups
    .filter(({ rules }) => rules.length > 0)
    .map(({ title, note, rules }) => (
      <section key={title} className={classes.group}>
        <Title order={2} fz={15.5}>
          {title}
        </Title>
        {note && <p className={classes.note}>{note}</p>}
        <ul className={classes.rules}>
          {rules.map((rule) => (
            <Item key={rule.name} rule={rule} used={used} onEdit={() => onOpen({ rule })} />
          ))}
        </ul>
      </section>
    ));
}

function Item({ rule, used, onEdit }: { rule: Rule; used: UsedBook; onEdit: () => void }) {
  const texts = useTexts();
  const { rules: said, channels, actions } = texts;
  const { moment, what, by } = inWords(rule, texts);
  const sentence = sentenceOf(rule, texts);
  const remove = () =>
    used.save(withoutRule(rule), () =>
      showDone(said.removed, [{ label: actions.undo, act: () => used.save(withRule(rule)) }]),
    );
  return (
    <li className={classes.rule} data-off={!rule.enabled || undefined}>
      <Switch
        className={classes.switch}
        aria-label={said.on(sentence)}
        checked={rule.enabled}
        onChange={(event) => used.save(withRule({ ...rule, enabled: event.currentTarget.checked }))}
      />
      <div>
        <p className={classes.sentence}>
          <strong>{moment}</strong> {said.sentence('', what, by).trim()}
        </p>
        <div className={classes.marks}>
          {rule.channels.map((channel) => {
            const Icon = CHANNEL_ICONS[channel];
            return (
              <span key={channel} className={classes.mark}>
                <Icon size={14} stroke={1.9} aria-hidden /> {channels[channel]}
              </span>
            );
          })}
          {!rule.enabled && <span className={classes.off}>{said.off}</span>}
        </div>
      </div>
      <Group gap={2} wrap="nowrap">
        <Tooltip label={said.edit}>
          <ActionIcon size={34} aria-label={`${said.edit}: ${sentence}`} onClick={onEdit}>
            <IconPencil size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={said.remove}>
          <ActionIcon size={34} aria-label={`${said.remove}: ${sentence}`} onClick={remove}>
            <IconTrash size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </li>
  );
}

const SHOWN = 6;

function Rest({ book: { quiet_hours, holidays }, onOpen }: { book: Book; onOpen: () => void }) {
  const { rules: said } = useTexts();
  const language = useLanguage();
  const days = holidays.slice(0, SHOWN).map((day) => shortDay(day, language));
  const more = holidays.length - days.length;
  return (
    <section className={classes.group}>
      <Title order={2} fz={15.5}>
        {said.rest}
      </Title>
      <p className={classes.note}>{said.restMore}</p>
      <div className={classes.rest}>
        <div>
          <p>{quiet_hours ? said.quiet(quiet_hours.from, quiet_hours.to) : said.quietOfBranch}</p>
          <p>
            {days.length > 0 ? said.holidays(days.join(', ')) : said.noHolidays}
            {more > 0 && ` ${said.moreHolidays(more)}`}
          </p>
        </div>
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden />} onClick={onOpen}>
          {said.restEdit}
        </Button>
      </div>
    </section>
  );
}
