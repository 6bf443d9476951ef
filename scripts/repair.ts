import { join } from 'node:path'
import { Command } from 'commander'
import { beginAnew, faultsIn, repairable } from '../gateway/repair.ts'
import { isRunning } from '../network/process.ts'
import { createTopology, gatewayOrganisations, type Topology } from '../network/topology.ts'

const folderOf = ({ dataFolder }: Topology, organisation: string): string => join(dataFolder, 'gateways', organisation)

const examineAll = (topology: Topology): void => {
  for (const { name } of gatewayOrganisations(topology)) {
    if (isRunning(topology.dataFolder, `gateway-${name}`)) {
      console.log(`gateway-${name} runs; its /ready says what it lacks`)
      continue
    }
    const faults = faultsIn(folderOf(topology, name))
    if (faults.length === 0) console.log(`gateway-${name}: its files are whole`)
    for (const { file, reason } of faults) {
      const lost = file.slice(file.lastIndexOf('/') + 1)
      console.log(`gateway-${name}: ${file} ${reason}.`)
      console.log(`  Bring it back from a copy. Without one: npm run repair -- ${name} ${lost}`)
      console.log(`  ${repairable[lost]?.loss ?? ''}`)
      process.exitCode = 1
    }
  }
}

const repairOne = (topology: Topology, organisation: string, file: string): void => {
  if (!gatewayOrganisations(topology).some(({ name }) => name === organisation)) {
    throw new Error(`${organisation} has no gateway; see npm run repair`)
  }
  if (isRunning(topology.dataFolder, `gateway-${organisation}`)) throw new Error('the gateway runs: npm stop')
  const { aside, rows } = beginAnew(folderOf(topology, organisation), file)
  if (aside !== undefined) console.log(`what was there is now ${aside}`)
  console.log(`${file} begins anew${rows === 0 ? '' : `, with ${rows} rows that could still be read`}`)
  console.log(repairable[file]?.loss)
}

await new Command('repair')
  .description(
    'Says which files of the gateways on this machine are damaged or missing; with a gateway and a file, begins that file anew.',
  )
  .argument('[organisation]', 'whose gateway, such as bank')
  .argument('[file]', `one of ${Object.keys(repairable).join(', ')}`)
  .action((organisation?: string, file?: string) => {
    try {
      const topology = createTopology()
      if (organisation === undefined) examineAll(topology)
      else repairOne(topology, organisation, file ?? '')
    } catch (error) {
      console.error((error as Error).message)
      process.exitCode = 1
    }
  })
  .parseAsync()
