import { run } from '../audit/command/program.ts'
import { keepMemoryFlat } from '../audit/memory.ts'
import { createTopology } from '../network/topology.ts'
import { defaultsOf } from './audit/network.ts'

keepMemoryFlat()

// A reader that closes early, such as `head`, is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const ending = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => ending.abort())

process.exitCode = await run(process.argv.slice(2), {
  output: (line) => process.stdout.write(`${line}\n`),
  tell: (line) => process.stderr.write(`${line}\n`),
  defaults: defaultsOf(createTopology()),
  signal: ending.signal,
  now: () => new Date(),
})
