import type { Finding } from '../findings.ts'

/** Where in a transaction something differs, before block and transaction are named. */
export type Difference = Omit<Finding, 'block' | 'transaction'>

const shownMaximum = 2_000

/** A value as findings show it, cut where it is long: whoever forged it chose its length. */
export const shown = (value: string): string =>
  value.length <= shownMaximum ? value : `${value.slice(0, shownMaximum)}… (${value.length} characters)`
