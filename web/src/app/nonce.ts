import { setNonce } from 'get-nonce';

/** What the gateway lets the styles of this page through by; new with every answer. */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';

setNonce(styleNonce());
