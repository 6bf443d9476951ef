import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { lastLines, logFile } from './process.ts'
import { createTopology, type Topology } from './topology.ts'

/** The names of the processes that ever wrote a log in this network's data folder. */
export const listLogs = ({ dataFolder }: Topology): string[] => {
  const folder = join(dataFolder, 'logs')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.log'))
    .map((file) => file.slice(0, -'.log'.length))
    .sort()
}

const readFrom = (file: string, start: number, end: number): Buffer => {
  const buffer = Buffer.alloc(end - start)
  const handle = openSync(file, 'r')
  try {
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, start))
  } finally {
    closeSync(handle)
  }
}

// Asked a few times a second: notification of changed files differs between systems, sizes do not.
const follow = async (file: string): Promise<void> => {
  let position = statSync(file).size
  for (;;) {
    await sleep(250)
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    // A smaller file is a new one: the old one was set aside when it had grown too large.
    if (size < position) position = 0
    if (size > position) process.stdout.write(readFrom(file, position, size))
    position = size
  }
}

const show = async (name: string | undefined, options: { follow?: boolean; lines: string }): Promise<void> => {
  const topology = createTopology()
  const known = listLogs(topology)
  if (name === undefined) {
    console.log(known.length === 0 ? 'there are no logs: the network was never started' : known.join('\n'))
    return
  }
  if (!known.includes(name)) {
    console.error(`there is no log of ${name}; there are: ${known.join(', ') || 'none'}`)
    process.exitCode = 1
    return
  }
  const file = logFile(topology.dataFolder, name)
  console.log(lastLines(file, Number(options.lines)))
  if (options.follow) await follow(file)
}

if (import.meta.main) {
  new Command('logs')
    .description('Show the log of a process, such as peer-bank; without a name, list the logs.')
    .argument('[name]', 'the process')
    .option('-f, --follow', 'go on with what is written from now on')
    .option('-n, --lines <count>', 'how many lines to begin with', '40')
    .action(show)
    .parse()
}
