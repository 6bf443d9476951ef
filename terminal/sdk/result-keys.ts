import type { PublicKey } from '../../chaincode/wire/device.ts'
import { readResultSignature } from '../../chaincode/wire/result-signature.ts'
import type { Connection, RawAnswer } from './connection.ts'
import { TerminalFault } from './errors.ts'
import { readLedger } from './reads.ts'
import { isResultBy } from './signature-check.ts'
import type { LedgerIdentity, LedgerMemory } from './stores.ts'

/** Where the receive module finds the keys with which gateways sign results; anything with these two does. */
export interface ResultKeys {
  /** The key that is pinned for an organisation's gateway; undefined when none is. */
  pinned(mspId: string): Promise<PublicKey | undefined>
  /** Asks the gateway for its keys once more; throws TerminalFault `result_key_changed` when they contradict the pins. */
  askAgain(mspId: string): Promise<PublicKey | undefined>
}

/** Which ledger the gateway serves, for whom, and the keys of its results: as learnt at the first meeting, or now. */
export const meet = async (connection: Connection, ledgers: LedgerMemory): Promise<LedgerIdentity> => {
  const known = await ledgers.recall(connection.gateway)
  if (known !== undefined) return known
  const { ledger, mspId, resultKeys } = await readLedger(connection)
  await ledgers.remember(connection.gateway, { ledger, mspId, resultKeys })
  return { ledger, mspId, resultKeys }
}

const learnAgain = async (connection: Connection, ledgers: LedgerMemory): Promise<void> => {
  const { ledger, mspId } = await meet(connection, ledgers)
  const told = await readLedger(connection)
  // What stands under the address now is not what was met there, so its keys are no news of the others.
  if (told.ledger !== ledger || told.mspId !== mspId) return
  await ledgers.remember(connection.gateway, { ledger, mspId, resultKeys: told.resultKeys })
}

/**
 * The keys that a gateway publishes, pinned at the first meeting, which is now when there was none. A key that was never
 * heard of may be added later; one that is known is never replaced.
 */
export const openResultKeys = async (connection: Connection, ledgers: LedgerMemory): Promise<ResultKeys> => {
  await meet(connection, ledgers)
  const pinned = async (mspId: string) => (await ledgers.recall(connection.gateway))?.resultKeys[mspId]
  const askAgain = async (mspId: string) => {
    await learnAgain(connection, ledgers).catch((error: unknown) => {
      // A gateway that does not answer says nothing of its keys: the result is then as good as none.
      if (error instanceof TerminalFault) throw error
    })
    return pinned(mspId)
  }
  return { pinned, askAgain }
}

/** As `isGenuine`, and signed by the gateway of this very organisation. */
export const isGenuineOf = async (keys: ResultKeys, mspId: string, raw: RawAnswer): Promise<boolean> =>
  readResultSignature(raw.resultSignature)?.mspId === mspId && (await isGenuine(keys, raw))

/** True when the answer is, byte for byte, what the gateway of the organisation in its header signed. */
export const isGenuine = async (keys: ResultKeys, { text, resultSignature }: RawAnswer): Promise<boolean> => {
  const signed = readResultSignature(resultSignature)
  if (signed === undefined) return false
  const isBy = async (key: PublicKey | undefined) => key !== undefined && (await isResultBy(key, text, signed))
  return (await isBy(await keys.pinned(signed.mspId))) || isBy(await keys.askAgain(signed.mspId))
}
