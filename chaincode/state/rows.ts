import type { ChaincodeStub } from 'fabric-shim'
import type { Json } from '../wire/canonical.ts'

const rowsMaximum = 1000

const text = (bytes: Uint8Array): Json => (bytes.length === 0 ? null : JSON.parse(Buffer.from(bytes).toString()))

/** The row under a key, or null. */
export const rowOf = async (stub: ChaincodeStub, key: string): Promise<Json> => text(await stub.getState(key))

/** The past values of a key, newest first, at most a thousand: `{ transaction, at, row }`, `at` in UTC milliseconds. */
export const historyOf = async (stub: ChaincodeStub, key: string): Promise<Json> => {
  const iterator = await stub.getHistoryForKey(key)
  const entries: Json[] = []
  for (let next = await iterator.next(); !next.done && entries.length < rowsMaximum; next = await iterator.next()) {
    const { txId, timestamp, value } = next.value
    const at = BigInt(timestamp.seconds.toString()) * 1000n + BigInt(Math.floor(timestamp.nanos / 1_000_000))
    entries.push({ transaction: txId, at: at.toString(), row: text(value) })
  }
  await iterator.close()
  return entries
}

/** The rows of a range of keys, at most a thousand: `{ key, row }`. */
export const rangeOf = async (stub: ChaincodeStub, start: string, end: string): Promise<Json> => {
  const iterator = await stub.getStateByRange(start, end)
  const entries: Json[] = []
  for (let next = await iterator.next(); !next.done && entries.length < rowsMaximum; next = await iterator.next()) {
    entries.push({ key: next.value.key, row: text(next.value.value) })
  }
  await iterator.close()
  return entries
}
