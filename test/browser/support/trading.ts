import type { Body, ConfidentialBody, ConfidentialKind } from '../../../chaincode/vocabulary.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import { yuanSeries } from '../../../scripts/series.ts'
import { gateways } from '../../scenario/support/network.ts'
import {
  type Answer,
  get,
  honoured,
  openSession,
  type Person,
  postText,
  untilItKnows,
} from '../../scenario/support/people.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { openAccount } from './accounts.ts'

export const tradeCash = 'CNY-FERRY'
export const tradeGold = 'AU-FERRY'

/** A bank's officers for credit, two of its clients, and a house at the institution that answers trades. */
export interface TradePeople {
  officer: Person
  /** Another officer, who approves. */
  checker: Person
  client: Person
  other: Person
  house: Person
}

type Home = 'bank' | 'institution'
const mspIds = { bank: 'BankMSP', institution: 'InstitutionMSP' } as const

/** Opens the accounts, and gives the client cash and gold. */
export const openTradePeople = async (): Promise<TradePeople> => {
  const type = 'organisation'
  const bank = await openAccount('ferry-bank', { type, roles: ['issuer', 'teller', 'customer'] })
  const officer = await openAccount('ferry-officer', { type, roles: ['credit'] })
  const checker = await openAccount('ferry-checker', { type, roles: ['credit'] })
  const client = await openAccount('ferry-client')
  const other = await openAccount('ferry-other')
  const roles = ['executor', 'issuer', 'customer'] as const
  const house = await openAccount('ferry-house', { organisation: 'institution', type, roles: [...roles] })
  const series = yuanSeries({ voucher: tradeCash, name: 'Yuan of ferries', quantity: '1' })
  await honoured(gateways.bank, bank, 'voucher.issue', series)
  for (const { participant: to } of [client, house])
    await honoured(gateways.bank, bank, 'cash.deposit', { voucher: tradeCash, to, quantity: '9000000', reference: to })
  await honoured(gateways.institution, house, 'voucher.issue', {
    ...{ voucher: tradeGold, name: 'Gold of ferries', quantity: '1000000', functions: ['transfer'] },
    product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
    unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  })
  const gift = { voucher: tradeGold, to: client.participant, quantity: '5000' }
  await honoured(gateways.institution, house, 'voucher.transfer', gift)
  return { officer, checker, client, other, house }
}

/** Sends what is said in confidence at somebody's home; throws unless it is accepted. */
export const tellInConfidence = async <K extends ConfidentialKind>(
  at: Home,
  by: Person,
  { kind, body, says }: { kind: K; body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
): Promise<void> => {
  const { text, digest: confidential } = confidentialBody(says as never)
  const envelope = by.envelope(kind, { ...body, confidential } as never)
  const sent = JSON.stringify({ ...envelope, confidential: text })
  const { status, body: told } = await postText(gateways[at], sent, { prefer: 'wait=20' })
  if (status !== 200) throw new Error(`${kind}: ${JSON.stringify(told)}`)
  await untilItKnows(gateways.bank)
}

/** A chain's file as a gateway hands it to somebody. */
export const chainFileFor = async (by: Person, chain: string, at: Home = 'bank'): Promise<Answer> => {
  await untilItKnows(gateways[at])
  return get(gateways[at], `/v1/chains/${chain}/file`, await openSession(gateways[at], mspIds[at], by))
}

/** What the institution's device says of a chain that was sent to it: all of it executed, or why not. */
export const answerTrade = async (
  house: Person,
  chain: string,
  answer: { amount: string } | { reason: 'position' | 'grade' | 'limits' | 'hours' | 'price' },
): Promise<void> => {
  const { body: file } = await chainFileFor(house, chain, 'institution')
  const [first, second] = file.segments
  const { side, metal } = first.instruction.body
  const { quantity } = JSON.parse(first.confidential).trade
  const { position } = JSON.parse(second.confidential)
  const named = { chain, send: digest(signingText(second.instruction)) }
  if ('reason' in answer) {
    const body = { ...named, verdict: 'refused' as const }
    return tellInConfidence('institution', house, { kind: 'chain.answer', body, says: answer })
  }
  const target = String(BigInt(position) + (side === 'buy' ? BigInt(quantity) : -BigInt(quantity)))
  const traded = metal === undefined ? {} : { quantity }
  const body = { ...named, verdict: 'executed' as const, ...traded, ...answer }
  return tellInConfidence('institution', house, { kind: 'chain.answer', body, says: { target } })
}

/** What somebody's account has of a voucher that waits. */
export const reservedOf = async (by: Person, voucher: string): Promise<string> => {
  const token = await openSession(gateways.bank, mspIds.bank, by)
  const { body } = await get(gateways.bank, `/v1/accounts/${by.participant}`, token)
  return body.balances[voucher].reserved
}
