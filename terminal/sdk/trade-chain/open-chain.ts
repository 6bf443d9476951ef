import { toBase64url } from '#platform'
import { type First, readFirst } from '../../../chaincode/domains/trade-chain/terms.ts'
import { Refusal } from '../../../chaincode/refusal.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import type { Result } from '../result.ts'
import type { Patience, Terminal } from '../terminal.ts'

const saltBytes = 16

/** A trade as a client wants it: what everybody is told, and what its bank alone is, and the institution once the chain is sent. */
export interface WantedTrade {
  body: Omit<Body<'chain.open'>, 'first'>
  confidential: Omit<First, 'salt'>
}

// What could not be made at all is in no journal, and its text is wanted by nobody.
const isUnderWay = async (terminal: Pick<Terminal, 'unsettled'>, first: string): Promise<boolean> =>
  (await terminal.unsettled()).some(({ instruction: { body } }) => 'first' in body && body.first === first)

/**
 * Opens a chain at the client's own bank (S2-001): keeps the first confidential text with the terminal, signs its digest, and sends it beside
 * the envelope. The text is kept until the bank has it, so that `resend` sends both again after an outage. Refuses
 * `malformed_instruction` with the part at fault before anything is kept or sent.
 */
export const openChain = async (
  terminal: Pick<Terminal, 'make' | 'send' | 'unsettled' | 'firstTexts'>,
  { body, confidential }: WantedTrade,
  patience: Partial<Patience> = {},
): Promise<Result> => {
  const salt = toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes)))
  const text = confidentialText({ ...confidential, salt } as never)
  const read = readFirst(text)
  if ('missing' in read) {
    throw new Refusal('malformed_instruction', { member: read.missing, problem: 'missing, or of another shape' })
  }
  const first = digestOfConfidential(text)
  await terminal.firstTexts.keep(first, text)
  try {
    return await terminal.send(await terminal.make('chain.open', { ...body, first }, patience), patience)
  } catch (error) {
    if (!(await isUnderWay(terminal, first))) await terminal.firstTexts.forget(first)
    throw error
  }
}
