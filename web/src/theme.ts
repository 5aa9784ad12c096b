import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import type { Texts } from './i18n';

const green: MantineColorsTuple = [
  '#ecf9f5',
  '#d6f1e8',
  '#abe2d1',
  '#7cd1b8',
  '#52bfa1',
  '#2fa88a',
  '#178f73',
  '#0e755e',
  '#0b604e',
  '#084b3d',
];

/** Mantine's grays are too faint; these have a contrast of at least 4.5:1 on paper and on the canvas. */
const READABLE = {
  '--mantine-color-dimmed': '#5b6775',
  '--mantine-color-placeholder': '#6a7684',
  '--mantine-color-error': '#b42318',
};
export const readable: CSSVariablesResolver = () => ({ variables: READABLE, light: READABLE, dark: {} });

export const themeIn = (texts: Texts) => {
  const months = {
    previousLabel: texts.dates.previousMonth,
    nextLabel: texts.dates.nextMonth,
    hideOutsideDates: true,
  };
  return createTheme({
    primaryColor: 'green',
    respectReducedMotion: true,
    primaryShade: 7,
    colors: { green },
    fontFamily: "'Inter', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
    fontSizes: { xs: '12px', sm: '13.5px', md: '15px', lg: '17px', xl: '20px' },
    headings: {
      fontWeight: '650',
      sizes: { h1: { fontSize: '24px', lineHeight: '1.25' }, h2: { fontSize: '17px', lineHeight: '1.35' } },
    },
    defaultRadius: 'md',
    radius: { xs: '4px', sm: '6px', md: '9px', lg: '14px', xl: '20px' },
    components: {
      Button: { defaultProps: { size: 'sm' } },
      ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 34 } },
      Tooltip: { defaultProps: { openDelay: 250, withArrow: true } },
      DatePicker: { defaultProps: months },
      DatePickerInput: { defaultProps: months },
      Notification: {
        defaultProps: { closeButtonProps: { 'aria-label': texts.actions.closeNotice } },
        styles: { description: { color: 'var(--ink-2)' } },
      },
      Menu: {
        defaultProps: {
          shadow: 'md',
          // Within a landmark, and with nothing but items in it.
          portalProps: { target: '#content' },
          withInitialFocusPlaceholder: false,
        },
      },
      // On its own color, a title in that color is too faint.
      Alert: { styles: { title: { color: 'var(--ink)' } } },
      Badge: { defaultProps: { tt: 'none', fw: 600, size: 'md' } },
      Modal: {
        defaultProps: {
          // Over every drawer, whichever of their programs came first.
          zIndex: 220,
          radius: 'lg',
          padding: 'lg',
          centered: true,
          overlayProps: { backgroundOpacity: 0.35, blur: 2 },
          closeButtonProps: { 'aria-label': texts.actions.close },
        },
        styles: { title: { fontSize: '18px', fontWeight: 650, lineHeight: 1.25, letterSpacing: '-0.015em' } },
      },
      Drawer: {
        defaultProps: {
          position: 'right',
          padding: 'lg',
          overlayProps: { backgroundOpacity: 0.25 },
          closeButtonProps: { 'aria-label': texts.actions.close },
        },
        styles: { title: { flex: 1, minWidth: 0 } },
      },
    },
  });
};
