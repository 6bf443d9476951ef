import type { z } from 'zod'
import { byteLength, fromBase64url, toBase64url } from '#platform'
import { canonical, type Json } from './canonical.ts'

/** The most bytes of a certificate's document, of its ciphertext (which has 28 more), and of each part read from it. */
export const documentBytesMaximum = 65_536

const depthMaximum = 8
const membersMaximum = 1_000

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Counts brackets and commas outside of texts, before anything is parsed: nesting cannot exhaust what reads it. */
const isWithinBounds = (text: string): boolean => {
  const steps: { [mark: string]: number } = { '[': 1, '{': 1, ']': -1, '}': -1 }
  let [depth, members] = [0, 1]
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},]/gs)) {
    depth += steps[mark] ?? 0
    if (mark === ',') members += 1
    if (Math.max(depth / depthMaximum, members / membersMaximum) > 1) return false
  }
  return true
}

/**
 * Reads a text of at most 64 kB, 8 levels and 1,000 members as `shape`. It must be in the one form that `canonical` writes, so that no
 * two readers can see different members in it; undefined for everything else. Never throws.
 */
export const readBounded = <T>(text: string, shape: z.ZodType<T>): T | undefined => {
  if (text.length > documentBytesMaximum || byteLength(text) > documentBytesMaximum) return undefined
  if (!isWithinBounds(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    const read = shape.safeParse(value)
    return read.success && canonical(value as Json) === text ? read.data : undefined
  } catch {
    // It is no JSON, which is all that the caller wants to know of it.
    return undefined
  }
}

/** The bytes of a text in UTF-8. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(encoder.encode(text))

/** The text of bytes; undefined for bytes that are no UTF-8. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** A value in canonical form, in base64url: a part of a token. */
export const encodePart = (value: Json): string => toBase64url(utf8(canonical(value)))

/** The text of a token's part; undefined for a part that is not exactly the base64url of UTF-8. */
const partText = (part: string): string | undefined => {
  const bytes = fromBase64url(part)
  return bytes === undefined ? undefined : textOf(bytes)
}

/** A part of a token, read under the bounds of `readBounded`; undefined for any other. */
export const readPart = <T>(part: string, shape: z.ZodType<T>): T | undefined => {
  const text = partText(part)
  return text === undefined ? undefined : readBounded(text, shape)
}

/** The SHA-256 of bytes in base64url: the name under which they are laid down. */
export const digestOf = async (bytes: Uint8Array): Promise<string> =>
  toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))))
