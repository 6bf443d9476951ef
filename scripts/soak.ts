import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { takeDown } from '../network/down.ts'
import { createTopology } from '../network/topology.ts'
import { requireProof } from '../test/scenario/support/proof.ts'
import { Soak } from '../test/scenario/support/soak.ts'
import { soakBusy } from './soak/busy.ts'

interface Options {
  blocks: string
  restarts: string
  portBase: string
  keep?: boolean
  busy?: boolean
}

await new Command('soak')
  .description(
    'Uses a network of its own for long while everything in it is stopped, killed and started again, and audits the chain of it; ends with 1 when anything is lost, stuck, unequal or not proven.',
  )
  .option('--blocks <number>', 'how many blocks to make', '1000')
  .option('--restarts <number>', 'how often everything is stopped in order and started again', '5')
  .option('--port-base <port>', 'the first port of its network', '28000')
  .option('--keep', 'keep the folder of the network, to look at it')
  .option(
    '--busy',
    'instead: run npm start and npm test beside a process that eats one core, with web proxies that answer nothing, in a folder with blanks',
  )
  .action(async ({ blocks, restarts, portBase, keep, busy }: Options) => {
    if (busy) {
      const commands = [['start', '--', '--detach'], ['stop'], ['test']]
      const report = (line: string) => console.log(line)
      process.exit((await soakBusy({ portBase: Number(portBase), report, commands })) ? 0 : 1)
    }
    const topology = createTopology({
      portBase: Number(portBase),
      dataFolder: mkdtempSync(join(tmpdir(), 'assay-soak-')),
    })
    const report = (line: string) => console.log(line)
    const end = async (code: number) => {
      await takeDown(topology, report)
      if (keep) report(`kept ${topology.dataFolder}`)
      else rmSync(topology.dataFolder, { recursive: true, force: true })
      process.exit(code)
    }
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void end(130))
    try {
      const height = await new Soak({ topology, blocks: Number(blocks), restarts: Number(restarts), report }).run()
      report(`${height} blocks: every orderer followed each time, all were equal, every promise was kept`)
      await requireProof(topology, report)
      await end(0)
    } catch (error) {
      console.error(error)
      await end(1)
    }
  })
  .parseAsync()
