import { z } from 'zod'
import { byteLength } from '#platform'
import { publicKey, signatureBytes } from '../../../chaincode/wire/device.ts'
import { deviceId, ledgerName, participantId } from '../../../chaincode/wire/identifiers.ts'

/** The most bytes that a chain's file may have: three envelopes, three confidential texts and three keys, with room for white space. */
export const chainFileBytesMaximum = 262_144

const segment = z.strictObject({
  instruction: z.looseObject({}),
  signature: signatureBytes,
  /** The confidential text, byte for byte. */
  confidential: z.string(),
})

const chainFile = z.strictObject({
  format: z.literal('assay-chain-1'),
  ledger: ledgerName,
  segments: z.array(segment).min(1).max(3),
  signers: z
    .array(z.strictObject({ participant: participantId, device: deviceId, publicKey }))
    .min(1)
    .max(3),
})
/** A trade chain as one file: as many segments as stand, and who signed them with which keys (decision 0049). */
export type ChainFile = z.infer<typeof chainFile>
export type ChainSigner = ChainFile['signers'][number]

// Nothing of a chain is a number: quantities are texts.
const withoutNumbers = (_name: string, value: unknown): unknown => {
  if (typeof value === 'number') throw new SyntaxError('a number')
  return value
}

// A string as it stands, or white space between members.
const stringOrBlank = /("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g

/** True where each member stands once and each text has its shortest form: nobody reads another file in it. White space is free. */
const isPlain = (text: string, value: unknown): boolean => text.replace(stringOrBlank, '$1') === JSON.stringify(value)

/** The file in a text; undefined for what is none, for another format, a member twice or unknown, and for too long a text. */
export const readChainFile = (text: string): ChainFile | undefined => {
  if (byteLength(text) > chainFileBytesMaximum) return undefined
  try {
    const value: unknown = JSON.parse(text, withoutNumbers)
    const read = chainFile.safeParse(value)
    return read.success && isPlain(text, value) ? read.data : undefined
  } catch {
    // Neither what is no JSON nor what is nested beyond all bounds is a chain's file.
    return undefined
  }
}

/** The shape of what a gateway answers as a chain's file. */
export const chainFileAnswer = chainFile

/** The one text in which a terminal writes a chain's file. */
export const chainFileText = (file: ChainFile): string => JSON.stringify(file)
