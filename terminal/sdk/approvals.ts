import type { z } from 'zod'
import { approvals } from '../../chaincode/domains/approvals/tables.ts'
import { digestOfAct } from '../../chaincode/domains/approvals/terms.ts'
import { type Body, type Kind, kindNamed } from '../../chaincode/vocabulary.ts'
import { readBounded } from '../../chaincode/wire/bounded-json.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { TerminalFault } from './errors.ts'
import { type ListPage, pageOf, queryOf } from './lists.ts'
import type { ListSearch } from './own-lists.ts'
import type { Result } from './result.ts'
import type { Patience, Terminal } from './terminal.ts'

const approvalRow = asWritten(approvals.shape)
/** What was proposed for a second person of one's member, with the act in canonical form. */
export type ListedApproval = z.infer<typeof approvalRow>

type Sending = Pick<Terminal, 'instruct' | 'connection'>

/** How long a proposal waits for a second person where nothing else is said, in milliseconds: one day. */
export const usualApprovalMilliseconds = 86_400_000

/** An act of a kind that needs two people, as one of them wants it. */
export interface WantedAct<K extends Kind = Kind> {
  kind: K
  body: Omit<Body<K>, 'approval'>
  /** How long it waits, in milliseconds. */
  withinMilliseconds?: number
}

/** Proposes an act for a second person of one's own member; the outcome names the proposal as `approval` (decision 0050). */
export const proposeAct = <K extends Kind>(
  terminal: Sending,
  { kind, body, withinMilliseconds = usualApprovalMilliseconds }: WantedAct<K>,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  const expiresAt = `${terminal.connection.now() + withinMilliseconds}`
  return terminal.instruct('approval.propose', { kind, act: canonical(body as Json), expiresAt }, patience)
}

/** What was proposed at one's member, newest first; refuses `not_allowed` to who can be no second person of anything. */
export const readApprovals = (
  terminal: Pick<Terminal, 'read'>,
  { limit, ...search }: ListSearch = {},
): Promise<ListPage<ListedApproval>> => {
  const query = queryOf({ ...search, ...(limit === undefined ? {} : { limit: String(limit) }) })
  return terminal.read(`/v1/approvals${query}`, pageOf(approvalRow))
}

/** One proposal of one's member; refuses `not_found`, and `not_allowed` as `readApprovals` does. */
export const readApproval = (terminal: Pick<Terminal, 'read'>, approval: string): Promise<ListedApproval> =>
  terminal.read(`/v1/approvals/${encodeURIComponent(approval)}`, approvalRow)

/** The body that a proposal is about; throws `act_differs` where it is none of its kind, or not what its digest says. */
export const actOf = ({ kind, act, digest }: ListedApproval): { [member: string]: Json } => {
  const shape = kindNamed(kind)?.body
  const body = shape === undefined ? undefined : readBounded(act, shape)
  if (body !== undefined && digestOfAct(kind, body) === digest) return body as { [member: string]: Json }
  throw new TerminalFault('act_differs', {
    problem: `what is shown as ${kind} is not what its digest says`,
    next: 'Nothing was signed. Do not approve it, and tell who runs the gateway.',
  })
}

/** Says yes to a proposal as it was read and shown: to its kind and body, and to no other. Throws as `actOf` does. */
export const approveAct = (
  terminal: Sending,
  shown: ListedApproval,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  const digest = digestOfAct(shown.kind, actOf(shown))
  return terminal.instruct('approval.approve', { approval: shown.approval, digest }, patience)
}

/** Sends the act of an approved proposal, which either of its two people may. Throws as `actOf` does. */
export const executeAct = (
  terminal: Sending,
  shown: ListedApproval,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  const body = { ...actOf(shown), approval: shown.approval }
  return terminal.instruct(shown.kind as Kind, body as unknown as Body<Kind>, patience)
}
