import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '~/i18n';
import classes from './LongText.module.css';

const LONG = 320; // characters
const LINES = 6;

/** What somebody wrote, with its lines; a long text shows its beginning, and the rest when asked for. */
export function LongText({ text }: { text: string }) {
  const { actions } = useTexts();
  const [isWhole, showWhole] = useState(false);
  const isLong = text.length > LONG || text.split('\n').length > LINES;
  return (
    <>
      <p className={classes.text} data-cut={(isLong && !isWhole) || undefined}>
        {text}
      </p>
      {isLong && !isWhole && (
        <UnstyledButton className={classes.more} onClick={() => showWhole(true)}>
          {actions.more}
        </UnstyledButton>
      )}
    </>
  );
}
