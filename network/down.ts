import { Command } from 'commander'
import { listProcesses, stopProcess } from './process.ts'
import { createTopology, type Topology } from './topology.ts'

// Whoever uses the network ends before it, so that no one logs the end of the network as a failure.
const isNode = (name: string): boolean => /^(ca|orderer|peer|chaincode)-/.test(name)

/**
 * Stops exactly the processes on record for this network, its users first; all state survives.
 * Answers the names of those that were running.
 */
export const takeDown = async (topology: Topology, report: (line: string) => void = () => {}): Promise<string[]> => {
  const { dataFolder } = topology
  const names = listProcesses(dataFolder).map(({ name }) => name)
  const stopped: string[] = []
  for (const wave of [names.filter((name) => !isNode(name)), names.filter(isNode)]) {
    const ended = await Promise.all(wave.map((name) => stopProcess(dataFolder, name)))
    stopped.push(...wave.filter((_, index) => ended[index]))
  }
  report(stopped.length === 0 ? 'nothing was running' : `stopped ${stopped.length} processes`)
  return stopped
}

if (import.meta.main) {
  new Command('down')
    .description('Stop the processes of the network; everything it knows stays.')
    .action(async () => {
      await takeDown(createTopology(), (line) => console.log(line))
    })
    .parse()
}
