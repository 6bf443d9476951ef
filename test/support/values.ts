import { isRecorded, type Outcome } from '../../chaincode/outcome.ts'
import type { Instruction } from '../../chaincode/vocabulary.ts'
import { kinds } from '../../chaincode/vocabulary.ts'
import { countedIn, unitOfValue } from '../../chaincode/wire/values.ts'

const counted = new Set(['quantity', 'reserved', 'cash', 'fee', 'price'])
// The cap of all amounts is met while an amount is reckoned, before anybody knows in what.
const unknowable = new Set(['amount_over_cap'])

/** What an outcome tells without saying in what it counts: every one of a test's ledger is looked at. */
export const valueFaults = (text: string, outcome: Outcome): string[] => {
  if (!isRecorded(outcome)) return []
  if (outcome.status === 'refused' && unknowable.has(outcome.code)) return []
  const values = outcome.status === 'accepted' ? outcome.effects : outcome.values
  const { kind, body } = (JSON.parse(text) as { instruction: Instruction }).instruction
  const { voucher } = body as { voucher?: string }
  const told: readonly string[] = outcome.status === 'accepted' ? kinds[kind].effects : Object.keys(values)
  const untold = Object.keys(values).filter((name) => !told.includes(name))
  return [
    ...untold.map((name) => `${kind}: its kind names no effect ${name}`),
    ...Object.keys(values).flatMap((name) => unitFaults({ name, values, voucher }).map((fault) => `${kind}: ${fault}`)),
  ]
}

interface Told {
  name: string
  values: { readonly [name: string]: unknown }
  voucher: string | undefined
}

const unitFaults = ({ name, values, voucher }: Told): string[] => {
  const unit = unitOfValue(name)
  if (unit === undefined) return [`nobody knows in what ${name} counts`]
  if (!counted.has(unit)) return []
  const { voucher: of, cash } = countedIn(name, values, voucher) ?? {}
  return of === undefined && cash === undefined ? [`${name} counts in no voucher`] : []
}
