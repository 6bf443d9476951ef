import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { type Connection, connect, type TerminalEvent } from '../../../terminal/sdk/connection.ts'
import { makeInstruction } from '../../../terminal/sdk/make-instruction.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { openResultKeys, type ResultKeys } from '../../../terminal/sdk/result-keys.ts'
import { type Journal, memoryJournal, memoryLedgers, memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import type { FakeGateway } from './fake-gateway.ts'

export const transferBody: Body<'voucher.transfer'> = { voucher: 'GOLD-1G', to: 'bob', quantity: '1500' }

/** A clock that goes on only by sleeping, so that a test of deadlines takes no time and never depends on the machine. */
export const steadyConnection = (
  url: string,
): { connection: Connection; events: TerminalEvent[]; pauses: number[] } => {
  const events: TerminalEvent[] = []
  const pauses: number[] = []
  let now = 1_800_000_000_000
  const connection = connect(url, {
    now: () => now,
    random: () => 0,
    log: (event) => events.push(event),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds)
      now += milliseconds
    },
  })
  return { connection, events, pauses }
}

/** Such a connection with the keys of that gateway's results. */
export const steadyReceiver = async (
  url: string,
): Promise<ReturnType<typeof steadyConnection> & { keys: ResultKeys }> => {
  const steady = steadyConnection(url)
  return { ...steady, keys: await openResultKeys(steady.connection, memoryLedgers()) }
}

/** Alice's terminal at a fake gateway that knows her device. */
export const aliceAt = (gateway: FakeGateway, journal: Journal = memoryJournal()) => {
  const signer = makeDeviceKey()
  gateway.devices.set(signer.device, signer.publicKey)
  const steady = steadyConnection(gateway.url)
  const parts = { connection: steady.connection, participant: 'alice', signer, numbers: memoryNumbers(), journal }
  return { ...steady, signer, journal, terminal: new Terminal(parts) }
}

/** A signed transfer by a fresh device, and that device. */
export const signedTransfer = async (body: Body<'voucher.transfer'> = transferBody) => {
  const signer = makeDeviceKey()
  const trigger = { ledger: 'assay', kind: 'voucher.transfer' as const, from: 'alice', body, validForSeconds: 600 }
  return { signer, envelope: await makeInstruction(trigger, { signer, numbers: memoryNumbers() }) }
}

/** Lends a folder that is gone afterwards. */
export const withFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-terminal-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a promise was rejected with; fails when it was not. */
export const rejection = async <T extends Error>(promise: Promise<unknown>): Promise<T> => {
  const nothing = Symbol('nothing')
  const error: unknown = await promise.then(
    () => nothing,
    (reason: unknown) => reason,
  )
  if (error === nothing) throw new Error('it was expected to be refused, and was not')
  return error as T
}
