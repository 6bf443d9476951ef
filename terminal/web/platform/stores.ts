import { envelopeText, type ReadEnvelope, readEnvelope } from '../../../chaincode/envelope.ts'
import { TerminalFault } from '../../sdk/errors.ts'
import { addKeys, type Journal, type LedgerMemory, type NumberCounter } from '../../sdk/stores.ts'
import type { Database } from './database.ts'

const numberDigits = 18
// The disk, and not only the system's cache, must have it before it counts as kept.
const durable = { durability: 'strict' } as const

type Lock = <T>(name: string, work: () => Promise<T>) => Promise<T>

/** All tabs of this browser wait for one another under a name; what has no such locks has only one tab. */
export const lockOfAllTabs: Lock = (name, work) =>
  'locks' in navigator ? (navigator.locks.request(name, work) as ReturnType<typeof work>) : work()

/**
 * The counter of a device in this browser. Two tabs never get the same number, and a number is on disk as used before it
 * is given out, so that a reload skips one at worst.
 */
export const databaseNumbers = (database: Database, device: string, lock: Lock = lockOfAllTabs): NumberCounter => ({
  next: () =>
    lock(`assay-number-${device}`, async () => {
      const transaction = database.transaction('numbers', 'readwrite', durable)
      const next = BigInt((await transaction.store.get(device)) ?? '0') + 1n
      await Promise.all([transaction.store.put(next.toString(), device), transaction.done])
      return next.toString()
    }),
})

const keyOf = ({ instruction }: ReadEnvelope): [string, string] => [
  instruction.device,
  instruction.number.padStart(numberDigits, '0'),
]

const readKept = (text: string): ReadEnvelope => {
  try {
    return readEnvelope(text)
  } catch {
    throw new TerminalFault('outbox_damaged', {
      problem: 'this browser keeps something that is no signed instruction any more',
      next: 'Look at the results, and ask what became of the newest one.',
    })
  }
}

/** Keeps a device's signed envelopes in this browser, from before they leave until their outcome is known. */
export const databaseJournal = (database: Database, device: string): Journal => ({
  keep: async (envelope) => {
    const transaction = database.transaction('journal', 'readwrite', durable)
    await Promise.all([transaction.store.put(envelopeText(envelope), keyOf(envelope)), transaction.done])
  },
  settle: (envelope) => database.delete('journal', keyOf(envelope)),
  unsettled: async () => {
    const all = IDBKeyRange.bound([device, ''], [device, '\uffff'])
    return (await database.getAll('journal', all)).map(readKept)
  },
})

const pinName = 'resultKeys'

/** What gateways said they are, and the keys of all organisations' gateways, as this browser first heard of them. */
export const databaseLedgers = (database: Database): LedgerMemory => ({
  recall: async (gateway) => {
    const identity = await database.get('gateways', gateway)
    if (identity === undefined) return undefined
    return { ...identity, resultKeys: (await database.get('pins', pinName)) ?? {} }
  },
  remember: async (gateway, { ledger, mspId, resultKeys }) => {
    const transaction = database.transaction(['gateways', 'pins'], 'readwrite', durable)
    const known = (await transaction.objectStore('pins').get(pinName)) ?? {}
    const next = 'If so, clear the data that this browser keeps for this site, and authorise it anew.'
    const keys = addKeys(known, { ledger, mspId, resultKeys, gateway, next })
    await Promise.all([
      transaction.objectStore('gateways').put({ ledger, mspId }, gateway),
      transaction.objectStore('pins').put(keys, pinName),
      transaction.done,
    ])
  },
})
