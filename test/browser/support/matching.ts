import { ensureMatcher, matcherBody, matcherParticipant } from '../../../scripts/matcher.ts'
import { gateways, topology } from '../../scenario/support/network.ts'
import { honoured } from '../../scenario/support/people.ts'
import { readScene } from '../../scenario/support/scene.ts'

let service: Promise<string> | undefined

const registerMatcher = async (): Promise<string> => {
  const { registrars } = await readScene()
  const { participant, ...card } = await ensureMatcher(topology)
  const device = { ...card, roles: ['matcher' as const] }
  const body = { participant, type: 'organisation' as const, device }
  await honoured(gateways.supplier, registrars.supplier, 'participant.register', body)
  await honoured(gateways.supplier, registrars.supplier, 'matcher.set', matcherBody)
  return matcherParticipant
}

/** The matching service whose device the supplier's gateway holds, put on the ledger once for the whole run. */
export const readMatchingService = (): Promise<string> => {
  service ??= registerMatcher()
  return service
}
