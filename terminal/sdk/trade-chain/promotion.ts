import { z } from 'zod'
import { toBase64url } from '#platform'
import { tradeRewards } from '../../../chaincode/domains/promotions/tables.ts'
import type { RewardLeg } from '../../../chaincode/domains/promotions/terms.ts'
import { Refusal } from '../../../chaincode/refusal.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { type AuthenticationType, authenticationTypes } from '../../../chaincode/wire/authentication-types.ts'
import { deviceId } from '../../../chaincode/wire/identifiers.ts'
import {
  digestOfTerms,
  type PromotedTerms,
  type PromotionCode,
  promotionCodeText,
  readPromotionCode,
} from '../../../chaincode/wire/promotion-code.ts'
import { asWritten } from '../../../chaincode/wire/table.ts'
import { GatewayProblem, TerminalFault } from '../errors.ts'
import { type ListedPromotion, type ListedTradeReward, readPromotion } from '../promotions.ts'
import type { Result } from '../result.ts'
import { readRow } from '../rows.ts'
import type { Patience, Terminal } from '../terminal.ts'

const saltBytes = 16

const orNothing = (error: unknown): undefined => {
  if (error instanceof GatewayProblem && ['not_found', 'not_allowed'].includes(error.code)) return undefined
  throw error
}

/** A promotion; undefined where the ledger knows none (S2-056). */
export const findPromotion = (
  terminal: Pick<Terminal, 'read'>,
  promotion: string,
): Promise<ListedPromotion | undefined> => readPromotion(terminal, promotion).catch(orNothing)

const rewardRow = asWritten(tradeRewards.shape)

/** What a trade earned one of the two, for that one and who pays it; undefined where nothing was judged for it. */
export const readReward = (
  terminal: Pick<Terminal, 'read'>,
  chain: string,
  leg: RewardLeg,
): Promise<ListedTradeReward | undefined> => readRow(terminal, tradeRewards.key(chain, leg), rewardRow).catch(orNothing)

/** What somebody promotes, and by what it is known to its bank; whatever is left out the ledger refuses by name (S2-045). */
export interface WantedPromotion {
  body: Omit<Body<'promotion.create'>, 'terms' | 'authentication'>
  terms?: Omit<PromotedTerms, 'salt'> | undefined
  authentication?: { type: AuthenticationType; bytes: Uint8Array<ArrayBuffer> } | undefined
}

/** A promotion that was made: its outcome, and the text of its code, where its trade was said. */
export interface MadePromotion {
  result: Result
  code: string | undefined
}

const authenticationAnswer = z.object({ type: z.enum(authenticationTypes), digest: deviceId })

const salted = (terms: WantedPromotion['terms']): PromotedTerms | undefined =>
  terms === undefined ? undefined : { ...terms, salt: toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes))) }

/** The text of a code; refuses `malformed_instruction` for terms of another shape, or that make it too long. */
const codeOf = (said: PromotionCode): string => {
  const text = promotionCodeText(said)
  if (text !== undefined && readPromotionCode(text) !== undefined) return text
  throw new Refusal('malformed_instruction', { member: 'terms', problem: 'of another shape, or too long for a code' })
}

type Making = Pick<Terminal, 'identity' | 'make' | 'send' | 'postBytes'>

const handedIn = async (terminal: Making, { authentication }: WantedPromotion) => {
  if (authentication === undefined) return {}
  const { type, bytes } = authentication
  const path = `/v1/promotion-authentications?type=${type}`
  return { authentication: await terminal.postBytes(path, bytes, authenticationAnswer) }
}

/**
 * Makes a promotion at the promoter's own bank (S2-045, S2-051): hands in there what it is authenticated by, signs the digest that the bank gives
 * with that of the salted terms, and gives the code by which others trade. The code is given to `keep` before anything is sent, since it stands
 * nowhere else. The same inputs again make another code. Refuses `malformed_instruction` before anything is sent.
 */
export const createPromotion = async (
  terminal: Making,
  wanted: WantedPromotion,
  { keep, patience = {} }: { keep: (promotion: string, code: string) => Promise<void>; patience?: Partial<Patience> },
): Promise<MadePromotion> => {
  const { ledger } = await terminal.identity()
  const terms = salted(wanted.terms)
  const digests = terms === undefined ? {} : { terms: digestOfTerms(terms) }
  // Before anything is handed in: the id of what is not signed yet is as long as any.
  if (terms !== undefined) codeOf({ ledger, promotion: 'A'.repeat(43), terms })
  const body = { ...wanted.body, ...digests, ...(await handedIn(terminal, wanted)) }
  const envelope = await terminal.make('promotion.create', body, patience)
  const code = terms === undefined ? undefined : codeOf({ ledger, promotion: envelope.id, terms })
  if (code !== undefined) await keep(envelope.id, code)
  return { result: await terminal.send(envelope, patience), code }
}

const differs = (problem: string): TerminalFault =>
  new TerminalFault('promotion_code_differs', {
    problem,
    next: 'Nothing was sent. Ask the promoter for the code itself.',
  })

/** Why a promotion earns nothing by now. */
export type PromotionEnd = 'not begun' | 'expired' | 'used up' | 'ended'

/** A code that was scanned, with the promotion that it names; what is wrong with it by now is told, and decides nothing yet. */
export interface ScannedPromotion {
  code: PromotionCode
  promotion: ListedPromotion
  over?: PromotionEnd
}

/** Why a promotion earns nothing at a moment in UTC milliseconds; undefined while it does. */
export const endOfPromotion = (
  { status, validUntil, opensAt, used, usesMaximum }: ListedPromotion,
  now: number,
): PromotionEnd | undefined => {
  if (status !== 'open') return 'ended'
  if (BigInt(now) > BigInt(validUntil)) return 'expired'
  if (opensAt !== undefined && BigInt(now) < BigInt(opensAt)) return 'not begun'
  return BigInt(used) >= BigInt(usesMaximum) ? 'used up' : undefined
}

/**
 * Reads a promotion's code as somebody scanned it, and holds it against the promotion on the ledger (S2-052). Refuses `promotion_code_differs` for
 * what is no code, of another ledger, of a promotion that nobody made, or in which anything was changed.
 */
export const scanPromotion = async (
  terminal: Pick<Terminal, 'identity' | 'read' | 'connection'>,
  text: string,
): Promise<ScannedPromotion> => {
  const code = readPromotionCode(text)
  if (code === undefined) throw differs('this is no code of a promotion')
  const { ledger } = await terminal.identity()
  if (code.ledger !== ledger) throw differs('this is a code of another ledger')
  const promotion = await findPromotion(terminal, code.promotion)
  if (promotion === undefined) throw differs('the ledger knows no such promotion')
  if (promotion.terms !== digestOfTerms(code.terms))
    throw differs('the code says another trade than its promoter signed')
  const over = endOfPromotion(promotion, terminal.connection.now())
  return { code, promotion, ...(over === undefined ? {} : { over }) }
}

/** The public and the confidential part of a trade as a promotion has it; who trades adds who it is, and until when it is to be sent. */
export const tradeOfPromotion = ({ code: { terms }, promotion }: ScannedPromotion) => {
  const { institution, family, side, metal } = promotion
  const { cash, cashMaximum, product, quantity, limitPrice, priceScale } = terms
  return {
    body: {
      ...{ institution, family, side, cash },
      ...(metal === undefined ? {} : { metal: { voucher: metal, quantity } }),
      ...(cashMaximum === undefined ? {} : { cashMaximum }),
    },
    trade: {
      ...{ quantity, limitPrice },
      ...(priceScale === undefined ? {} : { priceScale }),
      ...(product === undefined ? {} : { product }),
    },
  }
}

/** The mark that a first text carries for a scanned promotion; none where it is over and trades go on then. Refuses `promotion_over` where they stop (S2-053). */
export const markOfPromotion = ({ promotion, over }: ScannedPromotion, text: string): { mark?: string } => {
  if (over === undefined) return { mark: text }
  if (promotion.whenOver === 'goes-on') return {}
  throw new TerminalFault('promotion_over', {
    problem: `the promotion is ${over}, and its promoter wants no trade by it then`,
    next: 'Nothing was sent. Trade without it: `assay chain open` without --promotion.',
  })
}

const checkAnswer = z.object({ promotion: z.string(), promoter: z.string(), type: z.enum(authenticationTypes) })

/**
 * Has the bank compare what somebody presents with what a promotion was authenticated by, byte for byte, for its officers for credit; refuses
 * `authentication_differs`, `too_many_tries` and `not_found` (S2-054).
 */
export const checkPromotion = (
  terminal: Pick<Terminal, 'postBytes'>,
  promotion: string,
  presented: Uint8Array<ArrayBuffer>,
) => terminal.postBytes(`/v1/promotions/${encodeURIComponent(promotion)}/check`, presented, checkAnswer)
