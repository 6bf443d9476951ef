import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Mutant } from './places.ts'

const survivor = z.strictObject({
  file: z.string(),
  mutator: z.string(),
  original: z.string(),
  replacement: z.string(),
  reason: z.string().min(1),
})

/** A mutant that no test can notice, since the program with it behaves as without it, and why that is so. */
export type Survivor = z.output<typeof survivor>

/** Reads the kept list of equivalent mutants; refuses one that is not of its shape. */
export const readSurvivors = (path: string): Survivor[] =>
  z.array(survivor).parse(JSON.parse(readFileSync(path, 'utf8')))

/** Whether an entry means this mutant. Lines are not compared, for they move. */
export const isOf = (entry: Survivor, { file, mutator, original, replacement }: Mutant): boolean =>
  entry.file === file && entry.mutator === mutator && entry.original === original && entry.replacement === replacement
