import { Center, Loader, MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Suspense, useEffect, useMemo } from 'react';
import { queryClient } from '~/api/client';
import { unreachable } from '~/api/problem';
import { resume, useSession } from '~/api/session';
import { useIsAwaited, useLanguage, useTexts } from '~/i18n';
import { useStore } from '~/store';
import { readable, themeIn } from '~/theme';
import { LoadFailed } from '~/ui/LoadFailed';
import { lazily } from '~/ui/lazily';
import { MissingAside } from '~/ui/missing';
import { leaving } from './leaving';
import { styleNonce } from './nonce';
import { router } from './routes';

const SignIn = lazily(() => import('./SignIn').then((module) => module.SignIn));
const Leaving = lazily(() => import('./Leaving').then((module) => module.Leaving), MissingAside);
const SignInAgain = lazily(() => import('./SignInAgain').then((module) => module.SignInAgain), MissingAside);

export function App() {
  const texts = useTexts();
  const theme = useMemo(() => themeIn(texts), [texts]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readable}
      getStyleNonce={styleNonce}
      forceColorScheme="light"
    >
      <DatesProvider settings={{ locale: useLanguage(), firstDayOfWeek: 1, weekendDays: [] }}>
        <QueryClientProvider client={queryClient}>
          <Suspense>
            <Inside />
          </Suspense>
          <Notifications position="bottom-center" limit={3} className="notices" />
        </QueryClientProvider>
      </DatesProvider>
    </MantineProvider>
  );
}

/** Whoever is not signed in sees the sign-in in place of the page they wanted, whose address stays. */
function Inside() {
  const { status } = useSession();
  const isAwaited = useIsAwaited();
  const isLeaving = useStore(leaving);
  useEffect(() => {
    // The next person on this computer sees nothing of the last one's.
    if (status === 'out') queryClient.clear();
  }, [status]);
  if (status === 'starting' || isAwaited)
    return (
      <Center h="100dvh">
        <Loader color="green" />
      </Center>
    );
  if (status === 'out') return <SignIn />;
  if (status === 'unreachable') return <LoadFailed problem={unreachable()} onRetry={resume} />;
  return (
    <>
      <RouterProvider router={router} />
      {/* The page stays in sight while these come. */}
      <Suspense>
        {status === 'expired' && <SignInAgain />}
        {isLeaving && <Leaving />}
      </Suspense>
    </>
  );
}
