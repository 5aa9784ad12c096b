import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { useTexts } from '~/i18n';
import { grouped } from '~/i18n/count';

const BAR = 27; // px

/** How many follow-ups each agent leaves unattended. What it shows stands in a list, too, for whoever cannot see it. */
export default function AgentChart({ counts }: { counts: { name: string; count: number }[] }) {
  const { reports } = useTexts();
  return (
    <BarChart
      h={counts.length * BAR}
      data={counts.map(({ name, count }) => ({ name: `${name} · ${grouped(count)}`, count }))}
      dataKey="name"
      orientation="vertical"
      series={[{ name: 'count', label: reports.followUps, color: 'var(--overdue-dot)' }]}
      withXAxis={false}
      yAxisProps={{ width: 170, tickMargin: 12, interval: 0 }}
      barProps={{ radius: 5, isAnimationActive: false }}
      barChartProps={{ accessibilityLayer: false, margin: { top: 0, right: 8, bottom: 0, left: 0 } }}
      maxBarWidth={14}
      gridAxis="none"
      tickLine="none"
      withTooltip={false}
      aria-hidden
    />
  );
}
