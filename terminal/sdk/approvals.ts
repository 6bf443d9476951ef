import { z } from 'zod'
import { approvals } from '../../chaincode/domains/approvals/tables.ts'
import { digestOfAct } from '../../chaincode/domains/approvals/terms.ts'
import {
  type Body,
  type ConfidentialBody,
  type ConfidentialKind,
  type Kind,
  kindNamed,
} from '../../chaincode/vocabulary.ts'
import { readBounded } from '../../chaincode/wire/bounded-json.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { besideInstruction, saltedText } from './confidential.ts'
import { TerminalFault } from './errors.ts'
import { type ListPage, pageOf, queryOf } from './lists.ts'
import type { ListSearch } from './own-lists.ts'
import type { Result } from './result.ts'
import type { Patience, Terminal } from './terminal.ts'

const approvalRow = asWritten(approvals.shape)
/** What was proposed for a second person of one's member, with the act in canonical form. */
export type ListedApproval = z.infer<typeof approvalRow>

/** How long a proposal waits for a second person where nothing else is said, in milliseconds: one day. */
const usualApprovalMilliseconds = 86_400_000

/** An act of a kind that needs two people, as one of them wants it. */
export interface WantedAct<K extends Kind = Kind> {
  kind: K
  body: Omit<Body<K>, 'approval'>
  /** How long it waits, in milliseconds. */
  withinMilliseconds?: number
}

/** The body of a proposal, made at a moment in UTC milliseconds; its outcome names it as `approval` (decision 0050). */
export const proposalOf = <K extends Kind>(
  { kind, body, withinMilliseconds = usualApprovalMilliseconds }: WantedAct<K>,
  now: number,
): Body<'approval.propose'> => ({ kind, act: canonical(body as Json), expiresAt: `${now + withinMilliseconds}` })

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

const differs = (kind: string) =>
  new TerminalFault('act_differs', {
    problem: `what is shown as ${kind} is not what its digest says`,
    next: 'Nothing was signed. Do not approve it, and tell who runs the gateway.',
  })

/** The body that a proposal is about; throws `act_differs` where it is none of its kind, or not what its digest says. */
export const actOf = ({ kind, act, digest }: ListedApproval): { [member: string]: Json } => {
  const shape = kindNamed(kind)?.body
  const body = shape === undefined ? undefined : readBounded(act, shape)
  if (body !== undefined && digestOfAct(kind, body) === digest) return body as { [member: string]: Json }
  throw differs(kind)
}

/** An act that needs two people, with what it says in confidence. */
interface WantedInConfidence<K extends ConfidentialKind> {
  kind: K
  body: Omit<Body<K>, 'approval' | 'confidential'>
  confidential: Omit<ConfidentialBody<K>, 'salt'>
}

const textAnswer = z.object({ text: z.string() })

/**
 * The body of a proposal with a confidential text, which one's own gateway keeps for the second person before it is proposed: the act has its
 * digest alone (decision 0050). Refuses `malformed_instruction` with the member at fault before anything is sent.
 */
export const proposalInConfidence = async <K extends ConfidentialKind>(
  terminal: Pick<Terminal, 'keepProposedText' | 'connection'>,
  { kind, body, confidential }: WantedInConfidence<K>,
): Promise<Body<'approval.propose'>> => {
  const { text, digest } = saltedText(kind, confidential)
  await terminal.keepProposedText(digest, text)
  const act = { ...body, confidential: digest } as unknown as Omit<Body<K>, 'approval'>
  return proposalOf({ kind, body: act }, terminal.connection.now())
}

/**
 * What a proposal says in confidence, as its digest says; undefined for one that says nothing so. Throws as `actOf` does, `act_differs` for
 * another text than was proposed, and `not_found` where the gateway has it no more.
 */
export const readProposedText = async (
  terminal: Pick<Terminal, 'read'>,
  shown: ListedApproval,
): Promise<{ text: string; says: { [member: string]: Json } } | undefined> => {
  const { confidential } = actOf(shown)
  if (typeof confidential !== 'string') return undefined
  const { text } = await terminal.read(`/v1/proposed-texts/${encodeURIComponent(confidential)}`, textAnswer)
  const shape = kindNamed(shown.kind)?.confidential
  const read = shape === undefined || digestOfConfidential(text) !== confidential ? undefined : readBounded(text, shape)
  if (read === undefined) throw differs(shown.kind)
  const { salt: _salt, ...says } = read as { [member: string]: Json }
  return { text, says }
}

/** Carries an approved proposal out, with its confidential text beside it where it has one. Throws as `readProposedText` does. */
export const executeApproved = async (
  terminal: Pick<Terminal, 'make' | 'send' | 'read'>,
  shown: ListedApproval,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  const { kind, body } = executionOf(shown)
  const proposed = await readProposedText(terminal, shown)
  const envelope = await terminal.make(kind, body, patience)
  return terminal.send(envelope, patience, proposed === undefined ? undefined : besideInstruction(proposed.text))
}

/** The body that says yes to a proposal as it was shown: to its kind and body, and to no other. Throws as `actOf` does. */
export const approvalOf = (shown: ListedApproval): Body<'approval.approve'> => ({
  approval: shown.approval,
  digest: digestOfAct(shown.kind, actOf(shown)),
})

/** The kind and body with which either of its two people executes an approved proposal. Throws as `actOf` does. */
export const executionOf = (shown: ListedApproval): { kind: Kind; body: Body<Kind> } => ({
  kind: shown.kind as Kind,
  body: { ...actOf(shown), approval: shown.approval } as unknown as Body<Kind>,
})
