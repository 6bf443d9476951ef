import { gatewayOrganisations, type Topology } from '../../network/topology.ts'
import { gatewayUrl } from '../gateways.ts'

const invalidIn = (metrics: string): number =>
  metrics
    .split('\n')
    .filter((line) => line.startsWith('assay_transactions_total{') && !line.includes('validation="VALID"'))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)

/** How many transactions of the gateways ended invalid or unknown since they started. */
export const readInvalid = async (topology: Topology): Promise<number> => {
  const counts = await Promise.all(
    gatewayOrganisations(topology).map(async (one) => {
      const answer = await fetch(`${gatewayUrl(one)}/metrics`)
      return invalidIn(await answer.text())
    }),
  )
  return counts.reduce((sum, each) => sum + each, 0)
}
