import { GatewayProblem } from '../terminal/sdk/errors.ts'
import { accountListPath, type ListedInstruction, listAnswers } from '../terminal/sdk/lists.ts'
import { isPassing } from '../terminal/sdk/retry.ts'
import type { Terminal } from '../terminal/sdk/terminal.ts'
import { chainFileText } from '../terminal/sdk/trade-chain/chain-file.ts'
import { readChainFileOf } from '../terminal/sdk/trade-chain/records.ts'
import { judgeConditions, type ReceivedTrade } from './conditions.ts'
import type { AnswerJournal, KeptAnswer } from './journal.ts'
import { markOf } from './mark.ts'
import { type RewardEvent, type RewardParts, rewardRound } from './rewards.ts'
import { RulesUnreadable, type TradingRules } from './rules.ts'
import { makeAnswer, type Sent, sendingUnit } from './sending-unit.ts'
import { type Decided, type Execution, thirdExecutionUnit } from './third-execution-unit.ts'
import { type Receiving, thirdReceivingUnit } from './third-receiving-unit.ts'

/** What happened to a chain; holds nothing of what was said in confidence. */
export interface ServiceEvent {
  chain: string
  event:
    | 'delivered'
    | 'refused unread'
    | 'mark malformed'
    | 'rules unreadable'
    | 'not to be had yet'
    | 'answered'
    | 'acknowledged'
    | 'made anew'
    | 'taken back'
    | 'ended'
  verdict?: KeptAnswer['verdict']
  code?: string
  path?: string
}

/** What the institution's program works with. */
export interface ServiceParts extends Omit<RewardParts, 'terminal' | 'log'> {
  terminal: Pick<Terminal, 'make' | 'send' | 'read' | 'identity' | 'participant'>
  journal: AnswerJournal
  execution: Execution
  /** Read anew for each trade, so that prices and limits count from when they are written. */
  rules: () => Promise<TradingRules>
  banks?: Receiving['banks']
  log: (event: ServiceEvent | RewardEvent) => void
  now: () => number
  /** A trade that a bank delivered, and that stands on the ledger as it did so; undefined where it is to be read. */
  delivered?: (chain: string) => ReceivedTrade | undefined
}

type Listed = ListedInstruction[]

/** The items in front of the one at a place, of a list with the newest first; all of them where it stands in none. */
const inFrontOf = (items: Listed, position: string | undefined): { fresh: Listed; isReached: boolean } => {
  const place = items.findIndex(({ ledger }) => ledger !== undefined && ledger.position === position)
  return place < 0 ? { fresh: items, isReached: false } : { fresh: items.slice(0, place), isReached: true }
}

/** All that concerns the institution's participant since it looked before, newest first. */
const listedSince = async (
  terminal: Pick<Terminal, 'participant' | 'read'>,
  position: string | undefined,
): Promise<Listed> => {
  const all: Listed = []
  let after: string | undefined
  do {
    const page = await terminal.read(
      accountListPath(terminal.participant, 'instructions', { limit: '200', after }),
      listAnswers.instructions,
    )
    const { fresh, isReached } = inFrontOf(page.items, position)
    all.push(...fresh)
    after = isReached ? undefined : page.next
  } while (after !== undefined)
  return all
}

const lookForSent = async ({ terminal, journal }: ServiceParts): Promise<void> => {
  const listed = await listedSince(terminal, journal.lookedUpTo())
  const sent = listed.filter(({ kind, status }) => kind === 'chain.send' && status === 'accepted')
  const newest = listed.find(({ ledger }) => ledger !== undefined)?.ledger?.position
  journal.note(sent.map(({ body }) => String(body['chain'])).reverse(), newest)
}

const fileOf = async ({ terminal, log }: ServiceParts, chain: string): Promise<string | undefined> => {
  try {
    return chainFileText(await readChainFileOf(terminal, chain))
  } catch (error) {
    if (isPassing(error) || !(error instanceof GatewayProblem)) throw error
    // One chain that cannot be had stops no other.
    log({ chain, event: 'not to be had yet', code: error.code })
    return undefined
  }
}

/** The trade of a chain, by the third receiving unit; undefined where it is not to be had, or refused unread. */
const receive = async (parts: ServiceParts, chain: string): Promise<ReceivedTrade | undefined> => {
  const { terminal, journal, banks, log, delivered } = parts
  const atHand = delivered?.(chain)
  if (atHand !== undefined) return atHand
  const { ledger, mspId: institution } = await terminal.identity()
  const text = await fileOf(parts, chain)
  if (text === undefined) return undefined
  const received = await thirdReceivingUnit(text, { chain, ledger, institution, banks })
  if ('trade' in received) return received.trade
  const { code } = received.fault
  journal.setAside(chain, code)
  log({ chain, event: 'refused unread', code })
  return undefined
}

/** What the rules say of a trade now; undefined while nobody can read them. */
const judge = async ({ rules, now, log }: ServiceParts, trade: ReceivedTrade) => {
  try {
    return judgeConditions(trade, { rules: await rules(), now: now() })
  } catch (error) {
    if (!(error instanceof RulesUnreadable)) throw error
    log({ chain: trade.chain, event: 'rules unreadable' })
    return undefined
  }
}

/** What was executed before stays so, whatever rules and prices say by now. */
const decide = async (parts: ServiceParts, trade: ReceivedTrade): Promise<Decided | undefined> => {
  const executed = await parts.execution.executedFor(trade.chain)
  if (executed !== undefined) return { verdict: 'executed', executed }
  const judged = await judge(parts, trade)
  return judged === undefined ? undefined : thirdExecutionUnit(judged, parts.execution)
}

/** Notes by which promotion a trade came, before it is answered; a malformed mark is none, and only told that it is one (S2-055). */
const notePromotion = async ({ terminal, rewards, log }: ServiceParts, trade: ReceivedTrade): Promise<void> => {
  const marked = markOf(trade, (await terminal.identity()).ledger)
  if (marked === 'malformed') log({ chain: trade.chain, event: 'mark malformed' })
  else if (marked !== 'none') rewards.note(trade.chain, marked)
}

/** Receives, judges and executes one chain, and keeps its answer before anything is sent; undefined where there is none to give yet. */
const answer = async (parts: ServiceParts, chain: string): Promise<KeptAnswer | undefined> => {
  const { terminal, journal, log, patience = {} } = parts
  const trade = await receive(parts, chain)
  const decided = trade === undefined ? undefined : await decide(parts, trade)
  if (trade === undefined || decided === undefined) return undefined
  if (decided.verdict === 'executed') await notePromotion(parts, trade)
  const kept = await makeAnswer(terminal, trade, decided, patience)
  journal.keep(kept)
  log({ chain, event: 'answered', verdict: decided.verdict })
  return kept
}

const sentOf = async ({ terminal, patience = {} }: ServiceParts, kept: KeptAnswer): Promise<Sent> => {
  try {
    return await sendingUnit(terminal, kept, patience)
  } catch (error) {
    if (isPassing(error) || !(error instanceof GatewayProblem)) throw error
    return { next: 'end', status: 'stuck', code: error.code }
  }
}

/** Sends one kept answer, and does what follows of its outcome. */
const send = async (parts: ServiceParts, kept: KeptAnswer): Promise<void> => {
  const { journal, execution, log } = parts
  const { chain, verdict } = kept
  const sent = await sentOf(parts, kept)
  switch (sent.next) {
    case 'again':
      return
    case 'anew':
      journal.makeAnew(chain)
      return log({ chain, event: 'made anew', code: sent.code })
    case 'refuse':
    case 'void':
      await execution.takeBack(chain)
      // What was taken back is executed no more, so that the answer that is made anew is a refusal.
      if (sent.next === 'refuse') journal.makeAnew(chain)
      else journal.end(chain, 'voided', sent.code)
      return log({ chain, event: 'taken back', code: sent.code })
    case 'end': {
      const { status, code } = sent
      journal.end(chain, status, code)
      const event = status === 'acknowledged' ? 'acknowledged' : 'ended'
      return log({ chain, verdict, event, ...(code === undefined ? {} : { code }) })
    }
  }
}

/**
 * One look at what there is to do: takes in what was sent, answers what waits, and sends each answer until it is acknowledged; what came since
 * goes before what was sent before and is not acknowledged. Everything is on disk before it is relied on, so that it may be cut off anywhere.
 * Throws at an outage, behind which it begins again.
 */
export const serviceRound = async (parts: ServiceParts): Promise<void> => {
  const { journal } = parts
  await lookForSent(parts)
  const before = journal.unacknowledged()
  for (const chain of journal.waiting()) {
    const kept = await answer(parts, chain)
    if (kept !== undefined) await send(parts, kept)
  }
  for (const kept of before) await send(parts, kept)
  await rewardRound(parts)
}
