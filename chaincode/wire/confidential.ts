import { z } from 'zod'
import { canonical, type Json } from './canonical.ts'
import { instructionIdName } from './identifiers.ts'
import { digest } from './signature.ts'

/** The most bytes that one confidential body may have. */
export const confidentialBytesMaximum = 16_384

/** 128 bits or more at random, so that a short secret is not guessed from its digest; in base64url. */
export const salt = z.string().regex(/^[A-Za-z0-9_-]{22,43}$/)

/** The digest of a confidential body, as the instruction that it belongs to has it in its own body. */
export const confidentialDigest = instructionIdName

/** The one text of a confidential body, whose digest the device signs (decision 0011). */
export const confidentialText = (body: { [name: string]: Json }): string => canonical(body)

/** The digest of a confidential body's text. */
export const digestOfConfidential = (text: string): string => digest(text)
