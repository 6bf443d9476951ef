import type { Body } from '../chaincode/vocabulary.ts'
import { confidentialText, digestOfConfidential } from '../chaincode/wire/confidential.ts'
import type { Result } from '../terminal/sdk/result.ts'
import type { Patience, Terminal } from '../terminal/sdk/terminal.ts'
import type { ReceivedTrade } from './conditions.ts'
import type { KeptAnswer } from './journal.ts'
import type { Decided } from './third-execution-unit.ts'

const newSalt = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')

const saidOf = (decided: Decided): { [name: string]: string } =>
  decided.verdict === 'executed' ? { target: `${decided.executed.target}` } : { reason: decided.reason }

const toldOf = ({ first }: ReceivedTrade, decided: Decided): Pick<Body<'chain.answer'>, 'quantity' | 'amount'> => {
  if (decided.verdict === 'refused') return {}
  const { quantity, amount } = decided.executed
  return { amount: `${amount}`, ...(first.body.metal === undefined ? {} : { quantity: `${quantity}` }) }
}

/**
 * Makes the third segment (S2-036): names the chain and the second segment, which stay as they are, with the target position, or why nothing
 * was executed (S2-038). It is signed by the institution's device, and not sent.
 */
export const makeAnswer = async (
  terminal: Pick<Terminal, 'make'>,
  trade: ReceivedTrade,
  decided: Decided,
  patience: Partial<Patience>,
): Promise<KeptAnswer> => {
  const { chain, send } = trade
  const { verdict } = decided
  const text = confidentialText({ ...saidOf(decided), salt: newSalt() })
  const body = { chain, send, verdict, ...toldOf(trade, decided), confidential: digestOfConfidential(text) }
  return { chain, verdict, confidential: text, envelope: await terminal.make('chain.answer', body, patience) }
}

/** What is to be done with an answer: nothing more, the same again later, or another one. */
export type Sent =
  | { next: 'end'; status: 'acknowledged' | 'answered-otherwise' | 'stuck'; code?: string }
  /** The chain was voided: what was executed is taken back, and nothing more is sent. */
  | { next: 'void'; code: string }
  | { next: 'again' }
  /** Nothing was taken, since the envelope counts no more: the same answer is signed anew. */
  | { next: 'anew'; code: string }
  /** The ledger takes no leg of the institution's: nothing stays executed, and a refusal goes back. */
  | { next: 'refuse'; code: string }

const countsNoMore = new Set(['instruction_expired', 'valid_until_too_far', 'number_used', 'number_too_old'])
const legMissing = new Set([
  ...['position_too_small', 'unknown_voucher', 'voucher_retired', 'function_not_enabled', 'participant_state_forbids'],
])

const nextOf = (result: Result, verdict: KeptAnswer['verdict']): Sent => {
  if (result.status === 'pending') return { next: 'again' }
  if (result.status === 'accepted') return { next: 'end', status: 'acknowledged' }
  const { code } = result
  if (countsNoMore.has(code)) return { next: 'anew', code }
  if (legMissing.has(code) && verdict === 'executed') return { next: 'refuse', code }
  if (code === 'chain_voided') return { next: 'void', code }
  return { next: 'end', status: code === 'chain_answered' ? 'answered-otherwise' : 'stuck', code }
}

/**
 * The sending unit (S2-037, S2-072): sends a kept answer to the bank by way of the institution's own gateway and the ledger, the same bytes each
 * time, with its confidential text beside it. A repetition is harmless: the ledger takes an instruction once. Throws as `Terminal.send` does.
 */
export const sendingUnit = async (
  terminal: Pick<Terminal, 'send'>,
  { envelope, confidential, verdict }: KeptAnswer,
  patience: Partial<Patience>,
): Promise<Sent> => {
  const delivery = { path: '/v1/instructions', beside: { confidential } }
  return nextOf(await terminal.send(envelope, patience, delivery), verdict)
}
