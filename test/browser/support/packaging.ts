import { digest } from '../../../chaincode/wire/signature.ts'
import { gateways } from '../../scenario/support/network.ts'
import { get, honoured, openSession, type Person } from '../../scenario/support/people.ts'
import { readMatchingService } from './matching.ts'

const patienceMilliseconds = 60_000

/** Asks until there is an answer. */
const until = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const end = Date.now() + patienceMilliseconds
  while (Date.now() < end) {
    const found = await ask()
    if (found !== undefined) return found
    await new Promise((resume) => setTimeout(resume, 100))
  }
  throw new Error(`there is no ${what}`)
}

/** Waits until somebody keeps first keys of packages, as the scene puts it on the ledger; gives its name. */
export const readKeeper = (): Promise<string> =>
  until('keeper', async () => (await get(gateways.supplier, '/v1/keepers')).body.items?.[0]?.participant)

/** An interaction in which somebody of the supplier’s gave a customer of the bank’s something, of this identifier; gives its name. */
export const interactionOf = async (giver: Person, receiver: Person, identifier: string): Promise<string> => {
  const matcher = await readMatchingService()
  const needs = [{ identifier, traits: [], parameters: [] }]
  await honoured(gateways.bank, receiver, 'profile.set', { matcher, fields: [], traits: [], needs, status: 'active' })
  const { recommendation } = await honoured(gateways.supplier, giver, 'recommendation.open', {
    ...{ matcher, title: identifier, identifier, traits: [], parameters: [] },
    windows: [{ form: 'duration', milliseconds: '3600000' }],
    targets: [{ kind: 'goods', target: digest(identifier) }],
  })
  const { participant } = receiver
  const token = await openSession(gateways.bank, 'BankMSP', receiver)
  const path = `/v1/accounts/${participant}/recommendation-requests`
  await until('request', async () => {
    const { items = [] } = (await get(gateways.bank, path, token)).body
    return items.find((one: { recommendation: string }) => one.recommendation === recommendation)
  })
  await honoured(gateways.bank, receiver, 'recommendation.answer', { recommendation })
  const delivery = { recommendation, participant, target: digest(identifier), until: `${Date.now() + 3_600_000}` }
  await honoured(gateways.supplier, giver, 'recommendation.deliver', delivery)
  return (await honoured(gateways.bank, receiver, 'recommendation.accept', { recommendation })).interaction
}
