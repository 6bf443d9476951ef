import { amountsIn, type Entry, participantsIn } from './entry.ts'

/** Which entries are wanted; what is left out does not matter. */
export interface Filter {
  participant?: string | undefined
  kind?: string | undefined
  /** The code of a refusal, or Fabric's code of an invalid transaction. */
  code?: string | undefined
  validity?: 'valid' | 'invalid' | undefined
  /** Bounds of any quantity or sum of money that it names, in base units, both among them. */
  valueFrom?: bigint | undefined
  valueTo?: bigint | undefined
  /** Bounds of the transaction's time in UTC milliseconds: from the first on, and before the second. */
  from?: number | undefined
  until?: number | undefined
}

const isInValues = (entry: Entry, { valueFrom, valueTo }: Filter): boolean => {
  if (valueFrom === undefined && valueTo === undefined) return true
  return amountsIn(entry).some(
    (amount) => (valueFrom === undefined || amount >= valueFrom) && (valueTo === undefined || amount <= valueTo),
  )
}

const isInTime = ({ at }: Entry, { from, until }: Filter): boolean => {
  if (from === undefined && until === undefined) return true
  const moment = Date.parse(at)
  // What has no time that can be read lies in no bounds.
  return moment >= (from ?? Number.NEGATIVE_INFINITY) && moment < (until ?? Number.POSITIVE_INFINITY)
}

/** Whether an entry is wanted. */
export const isWanted = (entry: Entry, filter: Filter): boolean => {
  const { participant, kind, code, validity } = filter
  const { validation } = entry
  const tests = [
    kind === undefined || entry.kind === kind,
    code === undefined || entry.code === code || validation === code,
    validity === undefined || (validation === 'VALID') === (validity === 'valid'),
    participant === undefined || participantsIn(entry).includes(participant),
  ]
  return tests.every(Boolean) && isInValues(entry, filter) && isInTime(entry, filter)
}
