import type { TradeRewardStatus } from '../chaincode/domains/promotions/tables.ts'
import type { RewardLeg } from '../chaincode/domains/promotions/terms.ts'
import type { ReadEnvelope } from '../chaincode/envelope.ts'
import { GatewayProblem } from '../terminal/sdk/errors.ts'
import type { ListedTradeReward } from '../terminal/sdk/promotions.ts'
import type { Result } from '../terminal/sdk/result.ts'
import { isPassing } from '../terminal/sdk/retry.ts'
import type { Patience, Terminal } from '../terminal/sdk/terminal.ts'
import { findPromotion, readReward } from '../terminal/sdk/trade-chain/promotion.ts'
import { readChain } from '../terminal/sdk/trade-chain/records.ts'
import type { RewardJournal, RewardTask } from './reward-journal.ts'

/** What became of what a trade earned; holds nothing of its mark. */
export interface RewardEvent {
  chain: string
  event:
    | 'not to be had yet'
    | 'promotion unknown'
    | 'mark differs'
    | 'trade undone'
    | 'reward judged'
    | 'reward paid'
    | 'reward held'
    | 'reward expired'
    | 'reward taken back'
    | 'reward owed'
    | 'reward set aside'
  part: RewardTask['part']
  code?: string
}

/** What the program works with as it rewards those who bring trades. */
export interface RewardParts {
  terminal: Pick<Terminal, 'make' | 'send' | 'read' | 'participant'>
  rewards: RewardJournal
  now: () => number
  log: (event: RewardEvent) => void
  patience?: Partial<Patience>
}

/** What is next of a task: an instruction to sign, a moment to look again, or nothing any more. */
type Next =
  | { next: 'sign'; kind: 'reward.judge' | 'reward.pay' | 'reward.take-back' | 'reward.expire' }
  | { next: 'wait'; until: number }
  | { next: 'end'; event?: RewardEvent['event'] }

const soonMilliseconds = 2_000
const minute = 60_000
/** Between two tries of what waits for a receiver: its account, or what it has. */
const receiverMilliseconds = 10 * minute

const undone = new Set(['refused', 'voided'])
const standing = new Set(['answered', 'settled'])

/** What is next of a trade that is not judged: its promotion is looked up at the institution's own gateway (S2-056). */
const nextOfJudgement = async ({ terminal, now }: RewardParts, task: RewardTask): Promise<Next> => {
  // The chain first: a gateway that has it has its promotion too, which came before.
  const { status } = await readChain(terminal, task.chain)
  if (undone.has(status)) return { next: 'end', event: 'trade undone' }
  const promotion = await findPromotion(terminal, task.promotion)
  if (promotion === undefined) return { next: 'end', event: 'promotion unknown' }
  if (promotion.terms !== task.terms) return { next: 'end', event: 'mark differs' }
  // What is in conflict may still be settled by two officers of the bank.
  return standing.has(status) ? { next: 'sign', kind: 'reward.judge' } : { next: 'wait', until: now() + minute }
}

const over: readonly TradeRewardStatus[] = ['none', 'expired', 'taken-back']

const nextOfUndone = ({ status }: ListedTradeReward): Next =>
  over.includes(status) ? { next: 'end' } : { next: 'sign', kind: 'reward.take-back' }

/** What is next of a reward of a trade that stands. */
const nextOfStanding = ({ status, payableFrom, heldUntil }: ListedTradeReward, chain: string, now: number): Next => {
  if (status === 'due' && BigInt(now) <= BigInt(payableFrom ?? '0'))
    return { next: 'wait', until: Number(payableFrom) + 1 }
  if (status === 'held' && BigInt(now) > BigInt(heldUntil ?? '0')) return { next: 'sign', kind: 'reward.expire' }
  if (status === 'due' || status === 'held') return { next: 'sign', kind: 'reward.pay' }
  // A trade that was answered can still be voided, which takes back what was paid for it.
  return status === 'paid' && chain !== 'settled' ? { next: 'wait', until: now + minute } : { next: 'end' }
}

/** A leg without a row: the campaign pays no such leg where the other one stands; else the gateway has not read that far. */
const nextOfMissing = async ({ terminal, now }: RewardParts, chain: string, leg: RewardLeg): Promise<Next> => {
  const other = await readReward(terminal, chain, leg === 'trader' ? 'promoter' : 'trader')
  return other === undefined ? { next: 'wait', until: now() + minute } : { next: 'end' }
}

/** What is next of one of the two legs, by how the reward and its trade stand; nothing of another institution's campaign. */
const nextOfLeg = async (parts: RewardParts, chain: string, leg: RewardLeg): Promise<Next> => {
  const { terminal, now } = parts
  const reward = await readReward(terminal, chain, leg)
  if (reward === undefined) return nextOfMissing(parts, chain, leg)
  if (reward.executor !== terminal.participant) return { next: 'end' }
  const { status } = await readChain(terminal, chain)
  if (undone.has(status)) return nextOfUndone(reward)
  return standing.has(status) ? nextOfStanding(reward, status, now()) : { next: 'wait', until: now() + minute }
}

/** What is next; looks again later where the gateway cannot tell, so that one trade stops no other. */
const nextOf = async (parts: RewardParts, task: RewardTask): Promise<Next> => {
  const { chain, part } = task
  try {
    return await (part === 'judge' ? nextOfJudgement(parts, task) : nextOfLeg(parts, chain, part))
  } catch (error) {
    if (isPassing(error) || !(error instanceof GatewayProblem)) throw error
    parts.log({ chain, part, event: 'not to be had yet', code: error.code })
    return { next: 'wait', until: parts.now() + minute }
  }
}

const bodyOf = ({ chain, part, promotion, trader }: RewardTask): object =>
  part === 'judge' ? { chain, promotion, trader } : { chain, leg: part }

const eventOf: { readonly [S in TradeRewardStatus]?: RewardEvent['event'] } = {
  ...{ paid: 'reward paid', held: 'reward held', expired: 'reward expired' },
  ...{ 'taken-back': 'reward taken back', none: 'reward taken back', owed: 'reward owed' },
}

/** When something is looked at again that the ledger refused for now; what is in no list is set aside. */
const pauses: { readonly [code: string]: number } = {
  // Nothing was taken of an envelope that counts no more: it is signed anew.
  ...{ instruction_expired: 0, valid_until_too_far: 0, number_used: 0, number_too_old: 0 },
  ...{
    deadline_not_passed: soonMilliseconds,
    deadline_passed: soonMilliseconds,
    reward_state_forbids: soonMilliseconds,
  },
  ...{
    chain_state_forbids: minute,
    receiver_not_active: receiverMilliseconds,
    reward_still_owed: receiverMilliseconds,
  },
}

const accepted = ({ rewards, now, log }: RewardParts, task: RewardTask, status: unknown): void => {
  const { chain, part } = task
  if (part === 'judge') {
    rewards.judged(task)
    log({ chain, part, event: 'reward judged' })
    return
  }
  // A receiver whose account takes nothing now, or has too little, is asked again later.
  const isForLater = status === 'held' || status === 'owed'
  rewards.wait(task, isForLater ? now() + receiverMilliseconds : 0)
  const event = eventOf[status as TradeRewardStatus]
  if (event !== undefined) log({ chain, part, event })
}

const refused = (parts: RewardParts, task: RewardTask, code: string): void => {
  const { rewards, now, log } = parts
  const { chain, part } = task
  const pause = Object.hasOwn(pauses, code) ? pauses[code] : undefined
  if (part === 'judge' && code === 'already_judged') accepted(parts, task, undefined)
  else if (pause !== undefined) rewards.wait(task, now() + pause)
  else {
    rewards.setAside(task, code)
    log({ chain, part, event: 'reward set aside', code })
  }
}

const sent = async ({ terminal, patience = {} }: RewardParts, envelope: ReadEnvelope) => {
  try {
    return await terminal.send(envelope, patience)
  } catch (error) {
    if (isPassing(error) || !(error instanceof GatewayProblem)) throw error
    return { id: envelope.id, status: 'refused', code: error.code } as Result
  }
}

/** Sends what was signed, the same bytes each time, and does what follows of its outcome. */
const send = async (parts: RewardParts, task: RewardTask, envelope: ReadEnvelope): Promise<void> => {
  const result = await sent(parts, envelope)
  if (result.status === 'accepted') accepted(parts, task, result.effects['status'])
  else if (result.status !== 'pending') refused(parts, task, result.code)
}

const look = async (parts: RewardParts, task: RewardTask): Promise<void> => {
  const { terminal, rewards, log, patience = {} } = parts
  const { chain, part } = task
  const found = await nextOf(parts, task)
  if (found.next === 'wait') rewards.wait(task, found.until)
  else if (found.next === 'end') {
    rewards.end(task)
    if (found.event !== undefined) log({ chain, part, event: found.event })
  } else {
    const envelope = await terminal.make(found.kind, bodyOf(task) as never, patience)
    rewards.keep(task, envelope)
    await send(parts, task, envelope)
  }
}

/**
 * One look at what trades earned that came by promotions: each is judged once its answer is acknowledged, then each of the two is paid by an
 * instruction of its own, so that one that fails loses nothing of the other (S2-056 to S2-063). What was signed is kept before it is sent, and is
 * sent again until it has an outcome, so that it may be cut off anywhere. Throws at an outage, behind which it begins again.
 */
export const rewardRound = async (parts: RewardParts): Promise<void> => {
  for (const task of parts.rewards.due(parts.now())) {
    if (task.envelope === undefined) await look(parts, task)
    else await send(parts, task, task.envelope)
  }
}
