import { defineConfig } from 'vite';

/** Bundles the playground, its editor's workers and fonts included: the page loads nothing from anywhere else. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/playground/',
  logLevel: 'warn',
  build: {
    outDir: '../../../dist/playground/page',
    emptyOutDir: true,
    chunkSizeWarningLimit: 5_000,
    reportCompressedSize: false,
    rolldownOptions: {
      // marks of a framework that this page does not use, one warning each
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  worker: { format: 'es' },
});
