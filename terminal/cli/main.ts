#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { run } from './program.ts'

// A reader that closes early, such as `head`, is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2), {
  output: (words) => process.stdout.write(words),
  complain: (words) => process.stderr.write(words),
  // As a stream: standard input may be a pipe that has nothing to give yet.
  readFile: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
  readLine: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return await lines.question(question)
    } finally {
      lines.close()
    }
  },
  environment: process.env,
})
