import { matcherParticipant } from '../../../scripts/matcher.ts'
import { gateways } from '../../scenario/support/network.ts'
import { get } from '../../scenario/support/people.ts'
import { readScene } from '../../scenario/support/scene.ts'

/** The matching service whose device the supplier's gateway holds, as the scene puts it on the ledger, once others can seal to it. */
export const readMatchingService = async (): Promise<string> => {
  await readScene()
  const end = Date.now() + 60_000
  while (Date.now() < end) {
    const { body } = await get(gateways.bank, `/v1/participants/${matcherParticipant}/seal-keys`)
    if (body.items?.length > 0) return matcherParticipant
    await new Promise((resume) => setTimeout(resume, 200))
  }
  throw new Error('the matching service has no key for sealed documents')
}
