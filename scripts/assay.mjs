#!/usr/bin/env node
// The command line as `npx assay`, run as every script of the project is. Plain JavaScript, as the runner itself.
process.argv.splice(2, 0, 'terminal/cli/main.ts')
await import('./run.mjs')
