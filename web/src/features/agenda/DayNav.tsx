import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTexts } from '~/i18n';
import type { View } from './filters';

interface Props {
  view: View;
  onView: (view: View) => void;
  /** Forward, or back where negative. */
  onStep: (steps: number) => void;
  onToday: () => void;
  phone: boolean;
  children: ReactNode;
}

/** From day to day, or from week to week. */
export function DayNav({ view, onView, onStep, onToday, phone, children }: Props) {
  const { agenda } = useTexts();
  const size = phone ? 40 : 36;
  return (
    <Group gap={6}>
      {!phone && (
        <SegmentedControl
          mr={6}
          aria-label={agenda.view}
          data={[
            { value: 'day', label: agenda.views.day },
            { value: 'week', label: agenda.views.week },
          ]}
          value={view}
          onChange={(chosen) => onView(chosen as View)}
        />
      )}
      <ActionIcon
        variant="default"
        size={size}
        aria-label={view === 'week' ? agenda.previousWeek : agenda.previousDay}
        onClick={() => onStep(-1)}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <Button variant="default" h={size} onClick={onToday}>
        {agenda.today}
      </Button>
      <ActionIcon
        variant="default"
        size={size}
        mr={4}
        aria-label={view === 'week' ? agenda.nextWeek : agenda.nextDay}
        onClick={() => onStep(1)}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      {children}
    </Group>
  );
}
