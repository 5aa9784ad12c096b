import { Text } from '@mantine/core';
import { useBranch } from '~/branch';
import { useTexts } from '~/i18n';
import classes from './Frame.module.css';
import { Logo } from './Logo';

/** Which branch is looked at. */
export function Brand() {
  const { product, frame } = useTexts();
  const name = useBranch()?.name ?? frame.allBranches;
  return (
    <>
      <Logo size={30} />
      <span className={classes.names}>
        <Text span fw={650} fz={14} lh={1.25} truncate="end" title={name}>
          {name}
        </Text>
        <Text span fz={12} c="var(--ink-3)" lh={1.3}>
          {product}
        </Text>
      </span>
    </>
  );
}
