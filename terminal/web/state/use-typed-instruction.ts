import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import { isTaken } from './accepted.ts'
import type { Fields } from './use-fields.ts'
import { useInstruction } from './use-instruction.ts'

type Wanted = { [K in Kind]: readonly [kind: K, body: Body<K>] }[Kind]

/**
 * What a form needs to make one instruction of its fields: nothing is sent while a field is wrong, and the fields are emptied
 * once the ledger has accepted it, or may still do so. `wantedOf` says what the right values ask for; undefined sends nothing.
 */
export const useTypedInstruction = <N extends string>(
  fields: Fields<N>,
  about: { voucher?: string },
  wantedOf: (values: Fields<N>['values']) => Wanted | undefined,
) => {
  const instructing = useInstruction(about)
  const onSubmit = (): boolean => {
    const wanted = wantedOf(fields.values)
    if (!fields.check() || wanted === undefined) return false
    const [kind, body] = wanted
    void instructing.send(kind, body).then((kept) => isTaken(kept) && fields.reset())
    return true
  }
  return { instructing, onSubmit }
}
