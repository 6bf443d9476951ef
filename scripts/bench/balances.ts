import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { accounts, credits } from '../../chaincode/domains/registry/tables.ts'
import { totalOf } from '../../chaincode/rules/account.ts'
import { parseKey } from '../../chaincode/vocabulary.ts'
import type { Community } from './community.ts'

type Row = { key: string; value: string }

const heldIn = ({ key, value }: Row, voucher: string): [string, bigint] | undefined => {
  const row = JSON.parse(value)
  const table = parseKey(key)?.table
  if (table === accounts) {
    const { participant, holdings } = accounts.codec.decode(row)
    const holding = holdings[voucher]
    return holding === undefined ? undefined : [participant, totalOf(holding)]
  }
  if (table !== credits) return undefined
  const credit = credits.codec.decode(row)
  return credit.voucher === voucher ? [credit.payee, credit.quantity] : undefined
}

// A gateway writes its projection to the disk once a second.
const writtenMilliseconds = 2_500

/** What each participant holds of a voucher, credits included, as a gateway's projection has it once it is written out. */
export const readBalances = async (file: string, voucher: string): Promise<Map<string, bigint>> => {
  await sleep(writtenMilliseconds)
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const balances = new Map<string, bigint>()
    for (const row of database.prepare('SELECT key, value FROM row').iterate()) {
      const held = heldIn(row as Row, voucher)
      if (held !== undefined) balances.set(held[0], (balances.get(held[0]) ?? 0n) + held[1])
    }
    return balances
  } finally {
    database.close()
  }
}

/**
 * Checks what the ledger says in the end against what was sent and accepted: everybody's account and credits, and their
 * sum against the supply. Throws with the first difference, so that a fast ledger that loses or makes money cannot win.
 */
export const checkBalances = async (dataFolder: string, gateway: string, community: Community): Promise<void> => {
  const { voucher, supply, expected } = community
  const balances = await readBalances(join(dataFolder, 'gateways', gateway, 'projection.sqlite'), voucher)
  const sum = [...balances.values()].reduce((total, each) => total + each, 0n)
  if (sum !== supply) throw new Error(`accounts and credits hold ${sum} of a supply of ${supply}`)
  for (const [participant, wanted] of expected) {
    const held = balances.get(participant) ?? 0n
    if (held !== wanted) throw new Error(`${participant} holds ${held} where accepted transfers leave ${wanted}`)
  }
}
