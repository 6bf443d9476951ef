/**
 * Settings of every property test: `ASSAY_RUNS` multiplies the number of runs, `ASSAY_SEED` repeats a run (fast-check
 * prints the seed of a failure).
 */
export const runs = (numRuns: number): { numRuns: number; seed?: number } => {
  const seed = process.env['ASSAY_SEED']
  const times = Number(process.env['ASSAY_RUNS'] ?? '1')
  return { numRuns: Math.ceil(numRuns * times), ...(seed === undefined ? {} : { seed: Number(seed) }) }
}
