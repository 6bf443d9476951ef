import { type Instruction, partsOf } from './vocabulary.ts'
import { readBounded } from './wire/bounded-json.ts'
import { confidentialBytesMaximum, digestOfConfidential } from './wire/confidential.ts'

/**
 * What an instruction says to a bank and an institution alone, from the text that came beside it (decision 0011); undefined where nothing
 * came, where the text is not the one whose digest the device signed, or not what the kind says, and for the kinds that have none.
 */
export const readConfidential = ({ kind, body }: Instruction, text: string | undefined): object | undefined => {
  const { confidential: shape } = partsOf(kind)
  if (shape === undefined || text === undefined || text.length > confidentialBytesMaximum) return undefined
  if (digestOfConfidential(text) !== (body as { confidential?: string }).confidential) return undefined
  return readBounded(text, shape)
}
