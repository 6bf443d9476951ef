import { digestOf, utf8 } from '../../../sdk/bounded-json.ts'
import { shownLines } from '../../../sdk/shown-text.ts'

/** Where texts are kept by name: this browser's marks. */
export interface Marks {
  get(name: string): Promise<string | undefined>
  put(name: string, text: string): Promise<unknown>
}

const nameOf = (digest: string): string => `evidence ${digest}`

/** What a piece of evidence in words may be. */
export const evidenceText = shownLines(3_000)

/**
 * The SHA-256 of a piece of evidence in base64url, which is all of it that goes to the ledger. A text is kept under it before anything is
 * sent, since a digest proves nothing to whoever has lost what it is of; a file stays where it is. Undefined where there is neither.
 */
export const evidenceDigest = async (
  marks: Marks,
  { text, file }: { text: string; file?: Pick<Blob, 'arrayBuffer'> | undefined },
): Promise<string | undefined> => {
  if (file !== undefined) return digestOf(new Uint8Array(await file.arrayBuffer()))
  if (!evidenceText.safeParse(text).success) return undefined
  const digest = await digestOf(utf8(text))
  await marks.put(nameOf(digest), text)
  return digest
}

/** The text of a digest where this browser has it. */
export const keptEvidence = (marks: Marks, digest: string): Promise<string | undefined> => marks.get(nameOf(digest))
