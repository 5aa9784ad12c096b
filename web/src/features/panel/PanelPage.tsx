import { Alert, Button, Group, Text } from '@mantine/core';
import { IconCloudOff, IconPhonePlus } from '@tabler/icons-react';
import { api } from '~/api/client';
import { useUser } from '~/api/session';
import { useBranchFilter, useToday } from '~/branch';
import { longDay } from '~/dates';
import { AttendButton } from '~/features/followups/open';
import { openInteraction } from '~/features/interactions/open';
import { type Texts, useLanguage, useTexts } from '~/i18n';
import { LoadFailed } from '~/ui/LoadFailed';
import { PageHeader } from '~/ui/PageHeader';
import { SheetLoading } from '~/ui/SheetLoading';
import { ClientFigures } from './ClientFigures';
import classes from './Panel.module.css';
import { Pending } from './Pending';
import { QuickButtons } from './QuickButtons';
import { TaskCard } from './TaskCard';
import { Week } from './Week';

const PILES = [
  ['urgent', 'urgent'],
  ['inPreparation', 'in_preparation'],
] as const;

/** The first page of the day: who waits, what is planned, how many clients there are. */
export function PanelPage() {
  const texts = useTexts();
  const language = useLanguage();
  const user = useUser();
  const today = useToday()();
  const [branch_id] = useBranchFilter().branch_id ?? [];
  const { data, error, refetch } = api.useQuery(
    'get',
    '/api/v1/panel',
    { params: { query: { branch_id } } },
    { placeholderData: (before) => before },
  );
  const { panel } = texts;
  const noTasks = data?.degraded.includes('tasks');
  return (
    <>
      <PageHeader
        tab={panel.title}
        title={panel.greeting(user.name.split(' ')[0] ?? '')}
        lead={longDay(today, language)}
      >
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<IconPhonePlus size={17} aria-hidden />}
            onClick={() => openInteraction()}
          >
            {panel.addInteraction}
          </Button>
          <AttendButton />
        </Group>
      </PageHeader>
      <QuickButtons panel={data} />
      {error ? (
        <LoadFailed problem={error} onRetry={refetch} />
      ) : !data ? (
        <Loading />
      ) : (
        <>
          {data.degraded.length > 0 && (
            <Alert color="yellow" mb="md" icon={<IconCloudOff size={18} />}>
              <Text fz={14}>{texts.errors.degraded(named(data.degraded, texts))}</Text>
            </Alert>
          )}
          <div className={classes.page}>
            <Pending followUps={data.follow_ups} />
            <div className={classes.aside}>
              <Week />
              <TaskCard
                title={panel.agenda}
                tasks={data.tasks.today}
                count={data.tasks.counts?.today}
                nothing={panel.noAgenda}
                missing={noTasks}
              />
              {PILES.map(([name, kind]) => {
                const tasks = data.tasks[kind];
                // What there is none of is said by the quick buttons.
                return (
                  tasks.length > 0 && (
                    <TaskCard
                      key={kind}
                      title={panel[name]}
                      tasks={tasks}
                      count={data.tasks.counts?.[kind]}
                    />
                  )
                );
              })}
              <ClientFigures clients={data.clients} />
            </div>
          </div>
        </>
      )}
    </>
  );
}

const named = (services: string[], { services: names }: Texts): string =>
  services.map((each) => names[each as keyof Texts['services']] ?? each).join(', ');

function Loading() {
  return (
    <div className={classes.page} aria-busy>
      <SheetLoading height={520} />
      <div className={classes.aside}>
        <SheetLoading height={180} />
        <SheetLoading height={120} />
        <SheetLoading height={160} />
      </div>
    </div>
  );
}
