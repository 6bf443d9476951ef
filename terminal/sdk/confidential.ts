import { z } from 'zod'
import { toBase64url } from '#platform'
import { grades } from '../../chaincode/domains/trade-chain/tables.ts'
import { Refusal } from '../../chaincode/refusal.ts'
import { type Body, type ConfidentialBody, type ConfidentialKind, partsOf } from '../../chaincode/vocabulary.ts'
import { confidentialText, digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import type { Result } from './result.ts'
import type { Patience, Terminal } from './terminal.ts'

const saltBytes = 16

/** What an instruction says to everybody, and what to a bank and an institution alone. */
interface Said<K extends ConfidentialKind> {
  body: Omit<Body<K>, 'confidential'>
  confidential: Omit<ConfidentialBody<K>, 'salt'>
}

const requireShape = (kind: ConfidentialKind, confidential: object): void => {
  const issue = partsOf(kind).confidential?.safeParse(confidential).error?.issues[0]
  if (issue === undefined) return
  throw new Refusal('malformed_instruction', { member: issue.path.join('.'), problem: issue.message.slice(0, 200) })
}

/** A confidential body with a fresh salt, as its one text, and its digest. Refuses `malformed_instruction` with the member at fault. */
export const saltedText = <K extends ConfidentialKind>(
  kind: K,
  confidential: Omit<ConfidentialBody<K>, 'salt'>,
): { text: string; digest: string } => {
  const salt = toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes)))
  requireShape(kind, { ...confidential, salt })
  const text = confidentialText({ ...confidential, salt } as never)
  return { text, digest: digestOfConfidential(text) }
}

/** How a text goes beside its envelope, to one's own gateway alone. */
export const besideInstruction = (text: string) => ({ path: '/v1/instructions', beside: { confidential: text } })

/**
 * Makes an instruction with a confidential body, salts and signs that by its digest, and sends it beside the envelope to the terminal's own
 * gateway, which must be the sender's home: `not_home` otherwise, as it is relayed by nobody. The text is kept in memory alone, so that what
 * was given up is made anew (decision 0011). Refuses `malformed_instruction` with the member at fault before anything is sent.
 */
export const instructConfidentially = async <K extends ConfidentialKind>(
  terminal: Pick<Terminal, 'make' | 'send'>,
  kind: K,
  { body, confidential }: Said<K>,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  const { text, digest } = saltedText(kind, confidential)
  const signed = { ...body, confidential: digest } as unknown as Body<K>
  const envelope = await terminal.make(kind, signed, patience)
  return terminal.send(envelope, patience, besideInstruction(text))
}

const gradeAnswer = asWritten(grades.shape.extend({ height: z.string() }))

/** How a bank grades a client before an institution, for an officer for credit of one of them; refuses `not_found` for everybody else. */
export const readGrade = (
  terminal: Pick<Terminal, 'read'>,
  { bank, institution, client }: { bank: string; institution: string; client: string },
) => terminal.read(`/v1/grades/${[bank, institution, client].map(encodeURIComponent).join('/')}`, gradeAnswer)
