import { newPathKey, pinOfKey } from '../chaincode/wire/delivery.ts'
import { createPrivately, readPrivately } from '../terminal/sdk/node/private-file.ts'
import type { Terminal } from '../terminal/sdk/terminal.ts'
import { readReach } from '../terminal/sdk/trade-chain/records.ts'
import type { InstitutionConfiguration } from './configuration.ts'

type Server = NonNullable<InstitutionConfiguration['server']>
type Reaching = Pick<Terminal, 'read' | 'identity' | 'instruct'>

/** The private key of the server, in PEM, made where there is none; refuses `key_file_open` where others may read it. */
export const serverKey = async (file: string): Promise<string> => {
  const kept = await readPrivately(file)
  if (kept !== undefined) return kept
  const fresh = newPathKey()
  await createPrivately(file, fresh)
  return fresh
}

/** The banks of the consortium by the keys that each has said on the ledger. */
export const readBankPins = async (terminal: Reaching): Promise<Map<string, string>> => {
  const { resultKeys } = await terminal.identity()
  const pins = new Map<string, string>()
  for (const bank of Object.keys(resultKeys))
    for (const pin of (await readReach(terminal, 'bank', bank))?.keys ?? []) pins.set(pin, bank)
  return pins
}

/**
 * Says on the ledger at which addresses the server is reached and by which key it is known, where that is not on record (S2-024). Undefined while
 * it is not known what became of that; with the code of a refusal where it was refused.
 */
export const sayReach = async (
  terminal: Reaching,
  server: Server,
  key: string,
): Promise<{ code?: string } | undefined> => {
  const addresses = server.addresses.map(({ name, host, port }) => ({ name, host, port: `${port}` }))
  const pin = pinOfKey(key)
  const { mspId } = await terminal.identity()
  const said = await readReach(terminal, 'institution', mspId)
  const isSaid = said?.keys.includes(pin) === true && JSON.stringify(said.addresses) === JSON.stringify(addresses)
  if (isSaid) return {}
  const result = await terminal.instruct('institution.reach', { addresses, keys: [pin] })
  if (result.status === 'pending') return undefined
  return result.status === 'accepted' ? {} : { code: result.code }
}
