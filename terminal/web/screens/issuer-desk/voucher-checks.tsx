import {
  type VoucherField,
  type VoucherFunction,
  voucherFields,
  voucherFunctions,
} from '../../../../chaincode/domains/vouchers/terms.ts'
import { fieldWords, functionWords } from '../../dictionary/vouchers.ts'
import { Checks } from '../../pieces/checks.tsx'
import { say } from '../../state/settings.ts'
import { issuerWords } from './words.ts'

interface Chosen<V> {
  chosen: readonly V[]
  onChosen: (chosen: V[]) => void
}

/** What the holders of a series may do with it. */
export const FunctionChecks = ({ wrong, ...chosen }: Chosen<VoucherFunction> & { wrong?: string | undefined }) => (
  <Checks
    legend={say(issuerWords.functions)}
    options={voucherFunctions.map((name) => [name, say(functionWords[name])] as const)}
    wrong={wrong}
    {...chosen}
  />
)

/** Which fields a series shows to whoever holds it; at least one, once `isChecked`. */
export const ShownFieldChecks = ({ isChecked, ...chosen }: Chosen<VoucherField> & { isChecked: boolean }) => (
  <Checks
    legend={say(issuerWords.fields)}
    options={voucherFields.map((name) => [name, say(fieldWords[name])] as const)}
    wrong={isChecked && chosen.chosen.length === 0 ? say(issuerWords.functionsMissing) : undefined}
    {...chosen}
  />
)
