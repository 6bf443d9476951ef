import { type Chain, type ChainStatus, chains, hops, institutions } from '../../domains/trade-chain/tables.ts'
import type { ProductFamily } from '../../domains/trade-chain/terms.ts'
import { Refusal } from '../../refusal.ts'
import { type Lifecycle, next } from '../lifecycle.ts'
import type { Request, View } from '../rule.ts'

export type ChainEvent =
  | 'reject-user'
  | 'reject-institution'
  | 'reject-position'
  | 'enrich'
  | 'withdraw'
  | 'expire'
  | 'send'
  | 'answer'
  | 'mark-unknown'
  | 'settle'
  | 'refuse'
  | 'conflict'
  | 'void'
  | 'accept'
  | 'give-up'

/** The life of a chain (decision 0049). Who may take a step, and until when, stands at the rules. */
export const chainLifecycle: Lifecycle<ChainStatus, ChainEvent> = {
  received: {
    ...{ 'reject-user': 'user-rejected', 'reject-institution': 'institution-rejected' },
    ...{ 'reject-position': 'position-rejected', enrich: 'enriched', withdraw: 'withdrawn', expire: 'expired' },
  },
  enriched: { send: 'sent', 'reject-position': 'position-rejected', withdraw: 'withdrawn', expire: 'expired' },
  sent: { answer: 'answered', 'mark-unknown': 'unknown', void: 'voided' },
  unknown: { answer: 'answered', void: 'voided' },
  answered: { settle: 'settled', refuse: 'refused', conflict: 'conflict', void: 'voided' },
  conflict: { accept: 'accepted', 'give-up': 'voided', void: 'voided' },
  accepted: { settle: 'settled', conflict: 'conflict', 'give-up': 'voided', void: 'voided' },
  'user-rejected': {},
  'institution-rejected': {},
  'position-rejected': {},
  withdrawn: {},
  expired: {},
  settled: {},
  refused: {},
  voided: {},
}

/** An instruction about one chain. */
export interface OfChain {
  body: { chain: string }
}

export const findChain = (view: View, { body }: OfChain): Chain | undefined => view.find(chains, body.chain)

/** Reads, home and organisations of every step that the bank takes alone: the row tells them (decision 0030). */
export const chainSteps = {
  reads: ({ body }: OfChain): string[] => [chains.key(body.chain)],
  home: (asked: OfChain, view: View) => findChain(view, asked)?.bank,
  organisations: (asked: OfChain, view: View) => [findChain(view, asked)?.bank],
}

const pairOf = (asked: OfChain, view: View) => {
  const chain = findChain(view, asked)
  return chain === undefined ? undefined : { bank: chain.bank, institution: chain.institution }
}

/** As `chainSteps`, for what bank and institution endorse together. */
export const pairSteps = {
  reads: ({ body }: OfChain): string[] => [chains.key(body.chain), hops.key(body.chain)],
  home: chainSteps.home,
  pair: pairOf,
  organisations: (asked: OfChain, view: View) => Object.values(pairOf(asked, view) ?? {}),
}

/** The chain; refuses `unknown_chain`. */
export const requireChain = (view: View, chain: string): Chain => {
  const found = view.find(chains, chain)
  if (found === undefined) throw new Refusal('unknown_chain', { chain })
  return found
}

/** The chain, for a step of its bank's; refuses `unknown_chain`, and `not_a_party` for who is at home elsewhere. */
export const requireChainOfBank = ({
  body,
  sender,
  view,
}: OfChain & Pick<Request<'chain.send'>, 'sender' | 'view'>): Chain => {
  const chain = requireChain(view, body.chain)
  if (chain.bank !== sender.home) throw new Refusal('not_a_party', { party: 'bank' })
  return chain
}

/** The chain after an event, with all else as it was; refuses `chain_state_forbids`. */
export const chainAfter = (before: Chain, event: ChainEvent): Chain => {
  const status = next(chainLifecycle, before.status, event)
  if (status === undefined) throw new Refusal('chain_state_forbids', { chain: before.chain, status: before.status })
  return { ...before, status }
}

/** Who answers for an institution that takes this family now, of this bank; undefined where nobody does (S2-013, S2-018). */
export const executorFor = (
  { view, consortium }: Pick<Request<'chain.send'>, 'view' | 'consortium'>,
  { bank, institution, family }: { bank: string; institution: string; family: ProductFamily },
): string | undefined => {
  const row = view.find(institutions, institution)
  const isTaken = row?.status === 'open' && row.families.includes(family)
  return isTaken && consortium.collectionOf(bank, institution) !== undefined ? row.participant : undefined
}
