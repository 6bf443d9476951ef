import { gatewayOrganisations, type Topology } from '../../network/topology.ts'
import { gatewayUrl } from '../gateways.ts'

const heightOf = async (url: string): Promise<number> => {
  const answer = await fetch(`${url}/v1/ledger`)
  const { height } = (await answer.json()) as { height: string | number }
  return Number(height)
}

const tries = 400
const pauseMilliseconds = 50

/** Waits until every gateway has taken from its own peer all blocks that one of them has now; refuses after twenty seconds. */
export const untilAllKnow = async (topology: Topology): Promise<void> => {
  const urls = gatewayOrganisations(topology).map(gatewayUrl)
  const highest = Math.max(...(await Promise.all(urls.map(heightOf))))
  for (let asked = 0; asked < tries; asked += 1) {
    const heights = await Promise.all(urls.map(heightOf))
    if (heights.every((height) => height >= highest)) return
    await new Promise((resume) => setTimeout(resume, pauseMilliseconds))
  }
  throw new Error(`a gateway stays behind block ${highest}; see npm run status`)
}
