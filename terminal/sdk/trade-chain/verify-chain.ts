import { readConfidential } from '../../../chaincode/confidential.ts'
import { readFirst } from '../../../chaincode/domains/trade-chain/terms.ts'
import { type ReadEnvelope, shapeEnvelope } from '../../../chaincode/envelope.ts'
import type { Body, Instruction } from '../../../chaincode/vocabulary.ts'
import { digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { thumbprint } from '../../../chaincode/wire/signature.ts'
import { isTextBy } from '../signature-check.ts'
import { type ChainFile, type ChainSigner, readChainFile } from './chain-file.ts'
import { faultOfTerms, type SaidInChain, type TermsFault } from './chain-terms.ts'

/** What can be wrong with a chain's file; the first that is found is told. */
export type ChainFaultCode =
  | 'file_malformed'
  | 'segment_missing'
  | 'segment_malformed'
  | 'wrong_kind'
  | 'other_ledger'
  | 'signer_missing'
  | 'key_of_another_device'
  | 'signer_not_told'
  | 'bad_signature'
  | 'broken_link'
  | 'same_member'
  | 'signer_idle'
  | 'confidential_differs'
  | 'confidential_malformed'
  | 'first_text_differs'
  | TermsFault

/** A fault, and in which segment, counted from 1; without one it is of the whole file. */
export interface ChainFault {
  code: ChainFaultCode
  segment?: number
}

/** What is expected of a chain besides what its file says. */
export interface Expected {
  /** How many segments are looked at; all that stand in the file where it is left out. */
  upTo?: number | undefined
  /** The thumbprints of the keys that were told apart from the file; any where it is left out. */
  told?: ReadonlySet<string> | undefined
  ledger?: string | undefined
}

/** A chain that was checked whole: who signed what, and all that was said in it. */
export interface CheckedChain {
  ledger: string
  /** The chain's id: the digest of its first segment. */
  chain: string
  segments: { kind: string; id: string; participant: string; device: string }[]
  signers: ChainSigner[]
  said: SaidInChain
}

/** A checked chain, or its first fault. */
export type ChainVerdict = { checked: CheckedChain } | { fault: ChainFault }

const kindsInOrder = ['chain.open', 'chain.send', 'chain.answer'] as const

/** The segments that are looked at, and who signed them as found so far. */
interface Looking {
  file: ChainFile
  envelopes: ReadEnvelope[]
  signers: ChainSigner[]
  told: ReadonlySet<string> | undefined
}

const shaped = ({ instruction, signature }: ChainFile['segments'][number]): ReadEnvelope | undefined => {
  try {
    return shapeEnvelope({ instruction, signature })
  } catch {
    return undefined
  }
}

/** Whether a segment names those before it. */
const isLinked = ({ kind, body }: Instruction, before: readonly ReadEnvelope[]): boolean => {
  const [first, second] = before
  if (kind === 'chain.send') return (body as Body<'chain.send'>).chain === first?.id
  if (kind !== 'chain.answer') return true
  const { chain, send } = body as Body<'chain.answer'>
  return chain === first?.id && send === second?.id
}

/** Who signed a segment, by its key alone; what the segment says in confidence is not looked at. */
const signedBy = async (
  { file, told }: Looking,
  { instruction, text, signature }: ReadEnvelope,
): Promise<{ signer: ChainSigner } | { code: ChainFaultCode }> => {
  const { from, device } = instruction
  const signer = file.signers.find((one) => one.participant === from && one.device === device)
  if (signer === undefined) return { code: 'signer_missing' }
  if (thumbprint(signer.publicKey) !== device) return { code: 'key_of_another_device' }
  if (told?.has(device) === false) return { code: 'signer_not_told' }
  return (await isTextBy(signer.publicKey, text, signature)) ? { signer } : { code: 'bad_signature' }
}

/** Takes a segment in behind those before it: its kind, its shape, its signature and its link, in this order. */
const takeIn = async (looking: Looking, place: number): Promise<ChainFaultCode | undefined> => {
  const { file, envelopes, signers } = looking
  const segment = file.segments[place] as ChainFile['segments'][number]
  if (segment.instruction['kind'] !== kindsInOrder[place]) return 'wrong_kind'
  const envelope = shaped(segment)
  if (envelope === undefined) return 'segment_malformed'
  if (envelope.instruction.ledger !== file.ledger) return 'other_ledger'
  const signed = await signedBy(looking, envelope)
  if ('code' in signed) return signed.code
  if (!isLinked(envelope.instruction, envelopes)) return 'broken_link'
  envelopes.push(envelope)
  signers.push(signed.signer)
  return undefined
}

/** The first fault of what stands beside the segments: an institution signs for neither client nor bank, and no key is there for nothing. */
const faultOfSigners = ({ file, envelopes, signers }: Looking): ChainFault | undefined => {
  const [first, second, third] = envelopes.map(({ instruction }) => instruction.from)
  if (third !== undefined && (third === first || third === second)) return { code: 'same_member', segment: 3 }
  const isWhole = file.segments.length === envelopes.length
  return isWhole && file.signers.some((one) => !signers.includes(one)) ? { code: 'signer_idle' } : undefined
}

const digestIn = ({ kind, body }: Instruction): string | undefined =>
  kind === 'chain.open' ? (body as Body<'chain.open'>).first : (body as Body<'chain.send'>).confidential

/** What a segment says in confidence, whose digest its device signed. */
const confidentialOf = (
  { instruction }: ReadEnvelope,
  text: string,
): { confidential: object } | { code: ChainFaultCode } => {
  if (digestOfConfidential(text) !== digestIn(instruction)) return { code: 'confidential_differs' }
  const read = readFirst(text)
  const confidential =
    instruction.kind === 'chain.open' ? ('first' in read ? read.first : undefined) : readConfidential(instruction, text)
  return confidential === undefined ? { code: 'confidential_malformed' } : { confidential }
}

/** All that the segments say, each by itself; the second holds the first text byte for byte. */
const saidIn = ({ file, envelopes }: Looking): { said: SaidInChain } | { fault: ChainFault } => {
  const said: object[] = []
  for (const [place, envelope] of envelopes.entries()) {
    const read = confidentialOf(envelope, file.segments[place]?.confidential as string)
    if ('code' in read) return { fault: { code: read.code, segment: place + 1 } }
    const { confidential } = read
    const isOther = 'first' in confidential && confidential.first !== file.segments[0]?.confidential
    if (isOther) return { fault: { code: 'first_text_differs', segment: place + 1 } }
    const { body, validUntil } = envelope.instruction
    said.push({ body, validUntil: BigInt(validUntil), confidential })
  }
  const [first, second, third] = said
  return { said: { first, ...(second && { second }), ...(third && { third }) } as SaidInChain }
}

const checkedOf = (looking: Looking): ChainVerdict => {
  const read = saidIn(looking)
  if ('fault' in read) return read
  const fault = faultOfTerms(read.said)
  if (fault !== undefined) return { fault }
  const { file, envelopes, signers } = looking
  const segments = envelopes.map(({ id, instruction: { kind, from: participant, device } }) => ({
    ...{ kind, id, participant, device },
  }))
  const chain = envelopes[0]?.id as string
  return { checked: { ledger: file.ledger, chain, segments, signers: [...new Set(signers)], said: read.said } }
}

/**
 * Checks the file of a trade chain without any network (decision 0049): first who signed each segment, over which bytes, and that each names
 * those before it; only then what was said in confidence, by its digest, and that families, quantities and times fit together. It shows
 * neither whose the keys are, so that their thumbprints are compared with what each signer told apart, nor that a block holds the segments.
 * Gives the first fault, with its segment. Never throws.
 */
export const verifyChain = async (text: string, { upTo, told, ledger }: Expected = {}): Promise<ChainVerdict> => {
  const file = readChainFile(text)
  if (file === undefined) return { fault: { code: 'file_malformed' } }
  if (ledger !== undefined && file.ledger !== ledger) return { fault: { code: 'other_ledger' } }
  const count = upTo ?? file.segments.length
  if (count > file.segments.length) return { fault: { code: 'segment_missing', segment: file.segments.length + 1 } }
  const looking: Looking = { file, envelopes: [], signers: [], told }
  for (let place = 0; place < count; place += 1) {
    const code = await takeIn(looking, place)
    if (code !== undefined) return { fault: { code, segment: place + 1 } }
  }
  const fault = faultOfSigners(looking)
  return fault === undefined ? checkedOf(looking) : { fault }
}
