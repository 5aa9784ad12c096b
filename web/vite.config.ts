import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const WORTH_COMPRESSING = 1400; // bytes: below, it fits into one packet anyway

/** Writes .br and .gz beside each file, for the gateway to choose from. */
const compress = (): Plugin => ({
  name: 'compress',
  apply: 'build',
  // Not in generateBundle: Vite puts its preloads in after that.
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle)) {
      const path = join(dir, name);
      const content = readFileSync(path);
      if (name.endsWith('.woff2') || name.endsWith('.html') || content.length < WORTH_COMPRESSING) continue;
      writeFileSync(`${path}.br`, brotliCompressSync(content));
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
    }
  },
});

const group = (name: string, test: RegExp) => ({ name, test });

export default defineConfig({
  plugins: [react(), compress()],
  resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
  server: { proxy: { '/api': process.env.CRM_URL ?? 'http://127.0.0.1:8000' } },
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            group('react', /node_modules\/(react|react-dom|scheduler)\//),
            group('tanstack', /node_modules\/@tanstack\//),
          ],
        },
      },
    },
  },
});
