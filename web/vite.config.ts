import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const WORTH_COMPRESSING = 1400; // bytes: below, it fits into one packet anyway

const WORKER = 'worker.js';

/** Tells the service worker what there is to keep, and which version of it. */
const listFiles = (): Plugin => ({
  name: 'list-files',
  apply: 'build',
  writeBundle({ dir = '' }) {
    const built = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const names = built.map((each) => join(each.parentPath, each.name).slice(dir.length)).sort();
    const version = createHash('sha256');
    for (const name of names) version.update(name).update(readFileSync(join(dir, name)));
    const files = names.filter((name) => name !== '/index.html' && name !== `/${WORKER}`);
    const lists = `const FILES=${JSON.stringify(files)},VERSION="${version.digest('hex').slice(0, 12)}";`;
    writeFileSync(join(dir, WORKER), lists + readFileSync(join(dir, WORKER), 'utf8'));
  },
});

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
  plugins: [react(), listFiles(), compress()],
  resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
  server: { proxy: { '/api': process.env.CRM_URL ?? 'http://127.0.0.1:8000' } },
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    // A style sheet that fails to load is never asked for again, and its page stays bare; one for all is there first.
    cssCodeSplit: false,
    rolldownOptions: {
      input: { index: 'index.html', worker: 'src/worker/worker.ts' },
      output: {
        // Browsers look for a new version of the worker where the last one was.
        entryFileNames: ({ name }) => (name === 'worker' ? WORKER : 'assets/[name]-[hash].js'),
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
