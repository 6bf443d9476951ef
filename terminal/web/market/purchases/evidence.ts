import { digestOf } from '../../../../chaincode/wire/bounded-json.ts'
import type { SealKey } from '../../../../chaincode/wire/sealing/seal-key.ts'
import { GatewayProblem, TerminalFault } from '../../../sdk/errors.ts'
import type { SealedEvidence } from '../../../sdk/purchases.ts'
import { shownLines } from '../../../sdk/shown-text.ts'

/** Where texts are kept by name: this browser's marks. */
export interface Marks {
  get(name: string): Promise<string | undefined>
  put(name: string, text: string): Promise<unknown>
}

const nameOf = (digest: string): string => `evidence ${digest}`

/** What a piece of evidence in words may be. */
export const evidenceText = shownLines(3_000)

const digestOfFile = async (file: Pick<Blob, 'arrayBuffer'>): Promise<string> =>
  digestOf(new Uint8Array(await file.arrayBuffer()))

/**
 * The digest of a piece of evidence in base64url, which is all of it that goes to the ledger: of a text as `seal` laid it down, which is
 * kept in this browser too; or of a file, which stays where it is. Undefined where there is neither.
 */
export const evidenceDigest = async (
  { marks, seal }: { marks: Marks; seal: (text: string) => Promise<SealedEvidence> },
  { text, file }: { text: string; file?: Pick<Blob, 'arrayBuffer'> | undefined },
): Promise<string | undefined> => {
  if (file !== undefined) return digestOfFile(file)
  if (!evidenceText.safeParse(text).success) return undefined
  const { digest } = await seal(text)
  await marks.put(nameOf(digest), text)
  return digest
}

/** True for a file of exactly this digest. */
export const isFileOf = async (file: Pick<Blob, 'arrayBuffer'>, digest: string): Promise<boolean> =>
  (await digestOfFile(file)) === digest

/**
 * What this device can say of a piece of evidence: its text, opened, which fits the digest, or kept in this browser; or why there is none:
 * this device has no key, it was sealed to others, it does not fit its digest, or no gateway has it.
 */
export type ReadPiece =
  | { is: 'opened' | 'kept'; text: string }
  | { is: 'keyless' | 'for-others' | 'differs' | 'absent' }

const withoutText: { readonly [code: string]: 'for-others' | 'differs' | 'absent' } = {
  sealed_for_others: 'for-others',
  sealed_unreadable: 'differs',
  not_found: 'absent',
}

/** What an error says of a piece of evidence; throws it where it says nothing of it, such as an outage. */
const reasonIn = (error: unknown): ReadPiece => {
  const isTold = error instanceof TerminalFault || error instanceof GatewayProblem
  const is = isTold ? withoutText[error.code] : undefined
  if (is === undefined) throw error
  return { is }
}

/**
 * Reads a piece of evidence. A text that this browser kept stands in for one that this device cannot open, but for none that differs.
 * Throws what says nothing of it.
 */
export const readPiece = async (
  { marks, key, read }: { marks: Marks; key: SealKey | undefined; read: (key: SealKey) => Promise<string> },
  digest: string,
): Promise<ReadPiece> => {
  const piece: ReadPiece =
    key === undefined
      ? { is: 'keyless' }
      : await read(key).then((text): ReadPiece => ({ is: 'opened', text }), reasonIn)
  if (piece.is === 'opened' || piece.is === 'differs') return piece
  const text = await marks.get(nameOf(digest))
  return text === undefined ? piece : { is: 'kept', text }
}
