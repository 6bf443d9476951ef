#!/usr/bin/env node
// An institution's program as `npx assay-institution`, run as every script of the project is. Plain JavaScript, as the runner itself.
process.argv.splice(2, 0, 'institution/main.ts')
await import('./run.mjs')
