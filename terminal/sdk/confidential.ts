import { z } from 'zod'
import { toBase64url } from '#platform'
import { grades } from '../../chaincode/domains/trade-chain/tables.ts'
import type { Body, ConfidentialBody, ConfidentialKind } from '../../chaincode/vocabulary.ts'
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

/**
 * Makes an instruction with a confidential body, salts and signs that by its digest, and sends it beside the envelope to the terminal's own
 * gateway, which must be the sender's home: `not_home` otherwise, as it is relayed by nobody. The text is kept in memory alone, so that what
 * was given up is made anew (decision 0011).
 */
export const instructConfidentially = async <K extends ConfidentialKind>(
  terminal: Pick<Terminal, 'make' | 'send'>,
  kind: K,
  { body, confidential }: Said<K>,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  const salt = toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes)))
  const text = confidentialText({ ...confidential, salt })
  const signed = { ...body, confidential: digestOfConfidential(text) } as unknown as Body<K>
  const envelope = await terminal.make(kind, signed, patience)
  return terminal.send(envelope, patience, { path: '/v1/instructions', beside: { confidential: text } })
}

const gradeAnswer = asWritten(grades.shape.extend({ height: z.string() }))

/** How a bank grades a client before an institution, for an officer for credit of one of them; refuses `not_found` for everybody else. */
export const readGrade = (
  terminal: Pick<Terminal, 'read'>,
  { bank, institution, client }: { bank: string; institution: string; client: string },
) => terminal.read(`/v1/grades/${[bank, institution, client].map(encodeURIComponent).join('/')}`, gradeAnswer)
