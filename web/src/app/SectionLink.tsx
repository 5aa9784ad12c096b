import { VisuallyHidden } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { api } from '~/api/client';
import { useBranchFilter } from '~/branch';
import { useTexts } from '~/i18n';
import classes from './Frame.module.css';
import type { Section } from './sections';

interface Props {
  section: Section;
  className?: string;
  onGo?: () => void;
}

export function SectionLink({ section, className = classes.link, onGo }: Props) {
  const { frame } = useTexts();
  const { to, also, text, Icon } = section;
  const isOther = useLocation({ select: ({ pathname }) => !!also && pathname.startsWith(also) });
  return (
    <Link
      to={to}
      className={className}
      data-active={isOther || undefined}
      activeProps={{ 'data-active': true, 'aria-current': 'page' }}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      onClick={onGo}
    >
      <Icon size={20} stroke={1.8} aria-hidden />
      <span>{frame[text]}</span>
      {to === '/follow-ups' && <ToAttend />}
    </Link>
  );
}

/** How many wait for today: what is overdue never falls out of sight. */
function ToAttend() {
  const { frame } = useTexts();
  const { data } = api.useQuery('get', '/api/v1/follow-ups/summary', {
    params: { query: useBranchFilter() },
  });
  const count = (data?.overdue ?? 0) + (data?.today ?? 0);
  if (count === 0) return null;
  return (
    <span className={classes.count} data-state={data?.overdue ? 'overdue' : 'today'}>
      {count > 99 ? '99+' : count}
      <VisuallyHidden> {frame.toAttend}</VisuallyHidden>
    </span>
  );
}
