import { gatewayOrganisations, type Topology } from '../../network/topology.ts'
import { gatewayUrl } from '../gateways.ts'
import { checkBalances } from './balances.ts'
import { assemble } from './community.ts'
import { median } from './load.ts'
import { transferRound } from './measure.ts'
import { networkTotal } from './processor-time.ts'
import { openSender } from './sender.ts'

const inFlight = 1_000
const perSecondGuess = 500
const warmUpSeconds = 3

const costOf = (cost: Map<string, number> | undefined): string =>
  cost === undefined ? 'unknown' : networkTotal(cost).toFixed(2)

/**
 * Brings so many accounts onto a fresh network and measures transfers between all
 * of them: how many a second, and the network's processor milliseconds for each. Checks every balance in the end.
 */
export const measureGrowthOnNetwork = async (
  topology: Topology,
  { accounts, rounds, seconds }: { accounts: number; rounds: number; seconds: number },
  report: (line: string) => void,
): Promise<void> => {
  const [bank] = gatewayOrganisations(topology)
  if (bank === undefined) throw new Error('the topology has no gateway')
  report(`registering and funding ${accounts} payers`)
  const community = await assemble(topology, accounts)
  const sender = openSender(gatewayUrl(bank))
  const transfer = (duration: number) =>
    transferRound({ topology, community, sender, inFlight }, duration, { toMerchant: false, perSecond: perSecondGuess })
  try {
    await transfer(warmUpSeconds)
    const measured: Awaited<ReturnType<typeof transfer>>[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const each = await transfer(seconds)
      measured.push(each)
      report(`${accounts} accounts: ${each.perSecond.toFixed(0)}/s, ${costOf(each.cost)} processor ms a transfer`)
    }
    await checkBalances(topology.dataFolder, bank.name, community)
    const perSecond = median(measured.map((each) => each.perSecond))
    const costs = measured.flatMap(({ cost }) => (cost === undefined ? [] : [networkTotal(cost)]))
    report(
      `${accounts} accounts, median: ${perSecond.toFixed(0)}/s, ${median(costs).toFixed(2)} processor ms a transfer`,
    )
  } finally {
    sender.close()
  }
}
