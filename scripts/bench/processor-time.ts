import { listProcesses } from '../../network/process.ts'
import { processorMillisecondsOf } from '../../network/process-table.ts'

/** Milliseconds of processor time by part: `peer`, `orderer`, `chaincode-ledger`, `gateway`, and `client` for ourselves. */
export type ProcessorTime = Map<string, number>

// A process is named after its part and its organisation.
const partOf = (name: string): string => name.slice(0, name.lastIndexOf('-'))

/** What the processes of a network and this one have spent since they began; undefined where there is no /proc. */
export const readProcessorTime = (dataFolder: string): ProcessorTime | undefined => {
  const sums: ProcessorTime = new Map()
  for (const { name, pid } of listProcesses(dataFolder)) {
    const spent = processorMillisecondsOf(pid)
    if (spent === undefined) return undefined
    sums.set(partOf(name), (sums.get(partOf(name)) ?? 0) + spent)
  }
  const { user, system } = process.cpuUsage()
  return sums.set('client', (user + system) / 1000)
}

/** What was spent between two readings for each of so many operations. */
export const spentBetween = (
  before: ProcessorTime | undefined,
  after: ProcessorTime | undefined,
  operations: number,
): ProcessorTime | undefined => {
  if (before === undefined || after === undefined || operations === 0) return undefined
  return new Map([...after].map(([part, spent]) => [part, (spent - (before.get(part) ?? 0)) / operations]))
}

/** What the network itself spent, without the client that drives it. */
export const networkTotal = (cost: ProcessorTime): number =>
  [...cost].reduce((sum, [part, spent]) => (part === 'client' ? sum : sum + spent), 0)
