import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { takeDown } from './down.ts'
import { createTopology, type Topology } from './topology.ts'

/**
 * Stops the network and deletes everything it knows: ledgers, keys, identities and logs. There is no way back.
 * Answers whether there was anything. Refuses a folder that holds no network of ours.
 */
export const resetNetwork = async (topology: Topology, report: (line: string) => void = () => {}): Promise<boolean> => {
  const { dataFolder } = topology
  if (!existsSync(dataFolder) || readdirSync(dataFolder).length === 0) return false
  if (!existsSync(join(dataFolder, 'network.json'))) {
    throw new Error(`${dataFolder} does not look like a network's data folder (no network.json); nothing was deleted`)
  }
  await takeDown(topology, report)
  rmSync(dataFolder, { recursive: true, force: true })
  return true
}

const confirm = async (dataFolder: string): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question(`Delete the ledger, all keys and all logs in ${dataFolder}? Type "yes": `)
    return answer.trim() === 'yes'
  } finally {
    terminal.close()
  }
}

const run = async ({ yes }: { yes?: boolean }): Promise<void> => {
  const topology = createTopology()
  if (!yes && !process.stdin.isTTY) throw new Error('this deletes everything: without a terminal to ask, say --yes')
  if (!yes && !(await confirm(topology.dataFolder))) throw new Error('nothing was deleted')
  const deleted = await resetNetwork(topology, (line) => console.log(line))
  console.log(deleted ? `deleted ${topology.dataFolder}` : 'there was nothing to delete')
}

if (import.meta.main) {
  new Command('reset')
    .description('Stop the network and delete everything it knows, after asking.')
    .option('--yes', 'do not ask')
    .action(async (options: { yes?: boolean }) => {
      try {
        await run(options)
      } catch (error) {
        console.error((error as Error).message)
        process.exitCode = 1
      }
    })
    .parse()
}
