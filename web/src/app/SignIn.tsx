import { Box, Text, Title, UnstyledButton } from '@mantine/core';
import { useEffect } from 'react';
import { LANGUAGES, type Language, speak, useLanguage, useTexts } from '~/i18n';
import { Logo } from './Logo';
import classes from './SignIn.module.css';
import { SignInForm } from './SignInForm';

export function SignIn() {
  const { product, signIn, frame } = useTexts();
  const language = useLanguage();
  useEffect(() => {
    document.title = frame.title(signIn.title);
  }, [frame, signIn]);
  return (
    <main className={classes.page}>
      <Box className={classes.card}>
        <Logo size={44} />
        <Title order={1} mt={18}>
          {product}
        </Title>
        <Text c="var(--ink-2)" fz={15} mt={2} mb={24}>
          {signIn.lead}
        </Text>
        <SignInForm />
      </Box>
      <nav aria-label={frame.language} className={classes.languages}>
        {(Object.keys(LANGUAGES) as Language[]).map((each) => (
          <UnstyledButton
            key={each}
            lang={each}
            className={classes.language}
            aria-pressed={each === language}
            onClick={() => speak(each)}
          >
            {LANGUAGES[each]}
          </UnstyledButton>
        ))}
      </nav>
    </main>
  );
}
