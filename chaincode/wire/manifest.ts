import { z } from 'zod'
import { instructionIdName } from './identifiers.ts'

/** Bytes of each part of a sealed package but the last one. */
export const partBytes = 1_048_576

/** The most parts of a package, which a manifest can name within the bounds of every document. */
export const partsMaximum = 960

/**
 * Of which parts a sealed package is made, each by the SHA-256 of its bytes, and how long it is. The digest of a manifest's own text is the
 * name of the package (decision 0047), so whoever has that name knows of each part whether it is the right one.
 */
export const manifest = z
  .strictObject({
    format: z.literal(1),
    size: z
      .int()
      .min(1)
      .max(partBytes * partsMaximum),
    parts: z.array(instructionIdName).min(1).max(partsMaximum),
  })
  .refine(({ size, parts }) => Math.ceil(size / partBytes) === parts.length, 'has as many parts as its size needs')
export type Manifest = z.infer<typeof manifest>

/** How many bytes the part at this place has. */
export const partSize = ({ size, parts }: Manifest, place: number): number =>
  place === parts.length - 1 ? size - place * partBytes : partBytes
