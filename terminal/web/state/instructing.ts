import { effect, signal } from '@preact/signals'
import { z } from 'zod'
import { envelopeText, type ReadEnvelope, readEnvelope } from '../../../chaincode/envelope.ts'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { Result } from '../../sdk/result.ts'
import type { Terminal } from '../../sdk/terminal.ts'
import type { KeptResult } from '../platform/database.ts'
import { faultOf } from './fault.ts'
import { changes, noteHeight, onLedgerEvent } from './live.ts'
import { database, ownTerminal, session } from './session.ts'
import { settings } from './settings.ts'

/** What this account's instructions led to on this browser, newest first; survives a reload (row S0-028). */
export const results = signal<readonly KeptResult[]>([])

/** The result that is told in a dialog now, by its id (row S0-030). */
export const toldInDialog = signal<string | undefined>(undefined)

/** The result that is told to screen readers now, by its id: none of those from before. */
export const lastTold = signal<string | undefined>(undefined)

const shownMaximum = 200
const validForSeconds = 600

// What is being sent now is answered to whoever sends it.
const sending = new Set<string>()

const loadResults = async (account: string): Promise<void> => {
  const store = await database()
  const all = await store.getAllFromIndex(
    'results',
    'account',
    IDBKeyRange.bound([account, 0], [account, Number.MAX_VALUE]),
  )
  results.value = all.reverse().slice(0, shownMaximum)
}

const keep = async (kept: KeptResult): Promise<void> => {
  await (await database()).put('results', kept)
  const others = results.value.filter(({ id }) => id !== kept.id)
  const place = results.value.findIndex(({ id }) => id === kept.id)
  results.value = place < 0 ? [kept, ...others] : results.value.map((one) => (one.id === kept.id ? kept : one))
}

let areas = 0

/** Says that a result area is in sight, until the function that it answers is called. */
export const offerArea = (): (() => void) => {
  areas += 1
  return () => {
    areas -= 1
  }
}

/** A dialog tells what no area does: by the setting, or because none is in sight (rows S0-029, S0-030). */
const tell = ({ id }: KeptResult): void => {
  if (settings.value.notices === 'dialog' || areas === 0) toldInDialog.value = id
}

const requireTerminal = (): { terminal: Terminal; account: string } => {
  const current = session.value
  if (current?.mode !== 'authorised') throw new Error('there is no session of an authorised device')
  return current
}

const withResult = (kept: KeptResult, result: Result): KeptResult => {
  const { fault: _fault, ...rest } = kept
  return { ...rest, result }
}

const settle = async (kept: KeptResult, work: () => Promise<Result>): Promise<KeptResult> => {
  sending.add(kept.id)
  lastTold.value = kept.id
  const done = await work().then(
    (result) => {
      if (result.status !== 'pending' && result.ledger) noteHeight((BigInt(result.ledger.block) + 1n).toString())
      return withResult(kept, result)
    },
    (error: unknown): KeptResult => {
      const { code, values } = faultOf(error)
      return { ...kept, fault: { code, values } }
    },
  )
  sending.delete(kept.id)
  await keep(done)
  changes.value += 1
  return done
}

const keptOf = (account: string, envelope: ReadEnvelope, about: { voucher?: string }): KeptResult => ({
  id: envelope.id,
  account,
  kind: envelope.instruction.kind,
  envelope: envelopeText(envelope),
  madeAt: Date.now(),
  ...about,
})

/**
 * Makes one instruction, keeps it and its record before it leaves, sends it, and tells what became of it by the channel that
 * is set. Everything but a wrong shape ends as a result, so that nothing of it is lost (rows S0-027, S0-031).
 */
export const instruct = async <K extends Kind>(
  kind: K,
  body: Body<K>,
  about: { voucher?: string } = {},
): Promise<KeptResult> => {
  const { terminal, account } = requireTerminal()
  const envelope = await terminal.make(kind, body, { validForSeconds })
  const kept = keptOf(account, envelope, about)
  await keep(kept)
  const done = await settle(kept, () => terminal.send(envelope))
  tell(done)
  return done
}

/**
 * Keeps the record of an instruction that a part of the SDK made, and of what became of it; what sending throws is thrown on.
 * The screen that asked tells the outcome itself.
 */
export const recordSent = async (envelope: ReadEnvelope, send: () => Promise<Result>): Promise<Result> => {
  const { body } = envelope.instruction
  const about = 'voucher' in body && typeof body.voucher === 'string' ? { voucher: body.voucher } : {}
  const kept = keptOf(requireTerminal().account, envelope, about)
  await keep(kept)
  const sent = send()
  await settle(kept, () => sent)
  return sent
}

/** Sends the same bytes again; they count once (row S0-012). */
export const sendAgain = async (kept: KeptResult): Promise<KeptResult> => {
  const { terminal } = requireTerminal()
  const { fault: _fault, ...asked } = kept
  return settle(asked, () => terminal.send(readEnvelope(kept.envelope)))
}

const askAgain = async (kept: KeptResult): Promise<void> => {
  const { terminal } = requireTerminal()
  const result = await terminal.wait(kept.id, { waitSeconds: 1 })
  await keep(withResult(kept, result))
}

const isOpen = ({ result }: KeptResult): boolean => result === undefined || (result as Result).status === 'pending'

/** What was interrupted between its number and its record: it is in the journal, and comes into the list. */
const bringIn = async (envelope: ReadEnvelope, account: string): Promise<void> => {
  if (results.value.some(({ id }) => id === envelope.id)) return
  const { kind, validUntil, body } = envelope.instruction
  const voucher = 'voucher' in body && typeof body.voucher === 'string' ? { voucher: body.voucher } : {}
  const madeAt = Number(validUntil) - validForSeconds * 1000
  await keep({ id: envelope.id, account, kind, envelope: envelopeText(envelope), madeAt, ...voucher })
}

const askOpen = async (): Promise<void> => {
  for (const kept of results.value.filter(isOpen)) await askAgain(kept).catch(() => undefined)
}

/** After a login or a reload: the results of before, and what became of all that has no outcome yet. */
const takeUp = async (): Promise<void> => {
  const { terminal, account } = requireTerminal()
  await loadResults(account)
  for (const envelope of await terminal.unsettled()) await bringIn(envelope, account)
  await askOpen()
}

const ownEvent = z.object({ id: z.string() })

/** Keeps the list of results that of whoever is signed in, and asks again when an event tells of one that is open. */
export const watchResults = (): void => {
  effect(() => {
    results.value = []
    if (ownTerminal.value !== undefined) void takeUp().catch((error: unknown) => console.warn(error))
  })
  onLedgerEvent(({ data }) => {
    const event = ownEvent.safeParse(data)
    const open = results.value.find((kept) => isOpen(kept) && kept.id === event.data?.id)
    const isBeingSent = open !== undefined && sending.has(open.id)
    if (open !== undefined && !isBeingSent) void askAgain(open).catch(() => undefined)
  })
}
