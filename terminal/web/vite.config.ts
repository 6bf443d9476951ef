import { defineConfig } from 'vite'

/** The web terminal as static files: one page, hashed assets, nothing inline, nothing from elsewhere (decision 0021). */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: process.env['ASSAY_WEB_FOLDER'] ?? 'built',
    emptyOutDir: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    // A strict content policy allows no data: images but those that the style sheet draws itself.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
})
