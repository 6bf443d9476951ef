import { ruleOf } from '../../chaincode/ledger.ts'
import type { Accepted } from '../../chaincode/outcome.ts'
import type { Movement, View } from '../../chaincode/rules/rule.ts'
import { type Instruction, kinds } from '../../chaincode/vocabulary.ts'
import { amount } from '../../chaincode/wire/table.ts'

/** A movement whose every part could be read. */
interface ReadMovement {
  giver: string | undefined
  receiver: string | undefined
  voucher: string
  quantity: bigint
  isFee: boolean
}

const textsOf = (values: object): { [name: string]: string } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'))

const readMovement = ({ giver, receiver, voucher, quantity, isFee = false }: Movement): ReadMovement[] => {
  const read = amount.safeParse(quantity)
  return voucher === undefined || !read.success ? [] : [{ giver, receiver, voucher, quantity: read.data, isFee }]
}

/**
 * What an accepted instruction moved, as its rule says again from its outcome. Nothing for a kind that this gateway
 * does not know, and for what dishonest endorsers recorded: the rows of the transaction alone tell what that changed.
 */
export const movementsOf = ({ kind, from, body }: Instruction, outcome: Accepted, view: View): ReadMovement[] => {
  const moves = Object.hasOwn(kinds, kind) ? ruleOf(kind).moves : undefined
  if (moves === undefined || !kinds[kind].body.safeParse(body).success) return []
  const effects = textsOf(outcome.effects)
  return moves({ from, body: body as never, effects, view })
    .flatMap(readMovement)
    .filter(({ giver, receiver, quantity }) => quantity > 0n && giver !== receiver)
}
