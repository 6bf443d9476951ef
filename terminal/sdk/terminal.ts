import type { z } from 'zod'
import type { ReadEnvelope } from '../../chaincode/envelope.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import {
  type AccountAnswer,
  type AccountDevice,
  accountAnswer,
  accountDevices,
  type HistoryAnswer,
  historyAnswer,
  type OwnDevice,
  ownDevices,
  type PayeeAnswer,
  payeeAnswer,
  understand,
  type VoucherAnswer,
} from './answers.ts'
import type { Connection, RawAnswer } from './connection.ts'
import type { DeviceSigner } from './device-signer.ts'
import { GatewayProblem, TerminalFault } from './errors.ts'
import { type Following, followEvents } from './events.ts'
import type { SetCredentials } from './login.ts'
import { makeInstruction } from './make-instruction.ts'
import { NewestBlock, positionAnswer, type ShownPosition } from './position.ts'
import { readVoucher } from './read-voucher.ts'
import { receive } from './receive.ts'
import type { Result } from './result.ts'
import { isGenuineOf, meet, openResultKeys, type ResultKeys } from './result-keys.ts'
import { isPassing } from './retry.ts'
import { type Delivery, send } from './send.ts'
import {
  authorizationOf,
  hasBytesAsDevice,
  postBytesAsDevice,
  putAsDevice,
  putBytesAsDevice,
  type Reader,
  readAsDevice,
  readBytesAsDevice,
  readSignedAsDevice,
} from './session.ts'
import {
  type FirstTexts,
  type Journal,
  type LedgerIdentity,
  type LedgerMemory,
  memoryFirstTexts,
  memoryJournal,
  memoryLedgers,
  memoryTokens,
  type NumberCounter,
  type TokenStore,
} from './stores.ts'
import { Turns } from './turns.ts'

export interface TerminalParts {
  connection: Connection
  participant: string
  signer: DeviceSigner
  numbers: NumberCounter
  journal?: Journal
  tokens?: TokenStore
  ledgers?: LedgerMemory
  firstTexts?: FirstTexts
}

/** How long an instruction may still be honoured, and how long to wait for its outcome. */
export interface Patience {
  validForSeconds: number
  waitSeconds: number
}

// Half of the 256 numbers that the ledger remembers.
const underWayMaximum = 128

const defaultPatience: Patience = { validForSeconds: 600, waitSeconds: 20 }

/** The digest by which an instruction names the first confidential text of a chain; undefined for every other. */
const firstOf = ({ instruction: { kind, body } }: ReadEnvelope): string | undefined =>
  kind === 'chain.open' ? (body as Body<'chain.open'>).first : undefined

const isFinal = ({ status }: Result): boolean => status !== 'pending'

/** One participant's device at one gateway: makes, keeps, sends and follows its instructions, and reads for it. */
export class Terminal {
  readonly connection: Connection
  readonly participant: string
  readonly signer: DeviceSigner
  readonly #numbers: NumberCounter
  readonly #journal: Journal
  readonly #ledgers: LedgerMemory
  /** The first texts of chains, which go beside their envelopes, also when these are sent again. */
  readonly firstTexts: FirstTexts
  readonly #reader: Reader
  readonly #newest = new NewestBlock()
  readonly #turns = new Turns(underWayMaximum)

  constructor(parts: TerminalParts) {
    this.connection = parts.connection
    this.participant = parts.participant
    this.signer = parts.signer
    this.#numbers = parts.numbers
    this.#journal = parts.journal ?? memoryJournal()
    this.#ledgers = parts.ledgers ?? memoryLedgers()
    this.firstTexts = parts.firstTexts ?? memoryFirstTexts()
    this.#reader = {
      participant: parts.participant,
      signer: parts.signer,
      identity: () => this.identity(),
      tokens: parts.tokens ?? memoryTokens(),
    }
  }

  /** Which ledger this gateway serves and for whom, as learnt at the first meeting. */
  identity(): Promise<LedgerIdentity> {
    return meet(this.connection, this.#ledgers)
  }

  /** The keys that results are checked with, pinned at the first meeting. */
  resultKeys(): Promise<ResultKeys> {
    return openResultKeys(this.connection, this.#ledgers)
  }

  /**
   * Makes an instruction, keeps it on disk and only then sends it; resolves with its outcome, or with `pending` after
   * `waitSeconds`. At most half a window of numbers is under way at once, since the ledger takes none from before its window; the rest
   * waits for its turn. Throws Refusal `malformed_instruction` before anything is sent when the ledger would refuse its shape.
   */
  async instruct<K extends Kind>(kind: K, body: Body<K>, patience: Partial<Patience> = {}): Promise<Result> {
    await this.#turns.take()
    try {
      return await this.send(await this.make(kind, body, patience), patience)
    } finally {
      this.#turns.give()
    }
  }

  /** Makes an instruction and keeps it in the journal, without sending it. */
  async make<K extends Kind>(kind: K, body: Body<K>, patience: Partial<Patience> = {}): Promise<ReadEnvelope> {
    const { validForSeconds } = { ...defaultPatience, ...patience }
    const { ledger } = await this.identity()
    const { now } = this.connection
    const trigger = { ledger, kind, from: this.participant, body, validForSeconds }
    const envelope = await makeInstruction(trigger, { signer: this.signer, numbers: this.#numbers, now })
    await this.#journal.keep(envelope)
    return envelope
  }

  /**
   * Sends an envelope, again when needed, and strikes it off the journal once its outcome is known. What a delivery puts beside
   * it is not kept, so an envelope that was given up with its delivery cannot be sent again: a new instruction takes its place. The first
   * text of a chain alone is kept until then, and goes beside the envelope by itself.
   */
  async send(envelope: ReadEnvelope, patience: Partial<Patience> = {}, delivery?: Delivery): Promise<Result> {
    const { waitSeconds } = { ...defaultPatience, ...patience }
    const keys = await this.resultKeys()
    try {
      const way = delivery ?? (await this.#deliveryOf(envelope))
      const result = await send(this.connection, envelope, { waitSeconds, keys, delivery: way })
      this.#notice(result)
      if (isFinal(result)) await this.#settle(envelope)
      return result
    } catch (error) {
      const isNeverTaken = error instanceof GatewayProblem && error.isProven && !isPassing(error)
      if (isNeverTaken) await this.#settle(envelope)
      throw error
    }
  }

  /** The instructions of this device whose outcome is not known here. */
  unsettled(): Promise<ReadEnvelope[]> {
    return this.#journal.unsettled()
  }

  /**
   * Sends what has no known outcome again, the same bytes, in the order of the numbers. Refuses an id that the journal
   * does not hold. Resolves with one result for each; throws at the first outage, after which the rest would fail too.
   */
  async resend(id?: string, patience: Partial<Patience> = {}): Promise<Result[]> {
    const kept = await this.unsettled()
    const chosen = id === undefined ? kept : kept.filter((envelope) => envelope.id === id)
    if (id !== undefined && chosen.length === 0) {
      throw new TerminalFault('not_in_outbox', {
        problem: `the outbox of this device holds no instruction ${id}`,
        next: 'See what it holds with `assay resend --list`; what has an outcome is shown by `assay instruction show ID`.',
      })
    }
    const results: Result[] = []
    for (const envelope of chosen) results.push(await this.send(envelope, patience))
    return results
  }

  /** What became of an instruction, asked until final or until `waitSeconds` have passed. */
  async wait(id: string, options: { waitSeconds: number }): Promise<Result> {
    const deadline = this.connection.now() + options.waitSeconds * 1000
    const result = await receive(this.connection, { id, keys: await this.resultKeys(), deadline })
    this.#notice(result)
    if (isFinal(result)) await this.#strike(id)
    return result
  }

  #notice(result: Result): void {
    if (result.status !== 'pending') this.#newest.notice(result.ledger?.block)
  }

  async #strike(id: string): Promise<void> {
    const kept = (await this.unsettled()).find((envelope) => envelope.id === id)
    if (kept !== undefined) await this.#settle(kept)
  }

  async #deliveryOf(envelope: ReadEnvelope): Promise<Delivery | undefined> {
    const first = firstOf(envelope)
    const text = first === undefined ? undefined : await this.firstTexts.find(first)
    return text === undefined ? undefined : { path: '/v1/instructions', beside: { confidential: text } }
  }

  async #settle(envelope: ReadEnvelope): Promise<void> {
    await this.#journal.settle(envelope)
    const first = firstOf(envelope)
    if (first !== undefined) await this.firstTexts.forget(first)
  }

  /** A voucher as this gateway publishes it; its unit says what a quantity counts. */
  voucher(code: string): Promise<VoucherAnswer> {
    return readVoucher(this.connection, code)
  }

  /** An account with its balances in base units: one's own, or for a registrar or teller any of its organisation. */
  async account(participant = this.participant): Promise<AccountAnswer> {
    const path = `/v1/accounts/${encodeURIComponent(participant)}`
    return understand(accountAnswer, await readAsDevice(this.connection, this.#reader, path))
  }

  /** The devices of an account that one may read, with when each was added and last used. */
  async devicesOf(participant: string): Promise<AccountDevice[]> {
    const path = `/v1/accounts/${encodeURIComponent(participant)}/devices`
    return (await this.read(path, accountDevices)).items
  }

  /** What one may know of a participant before giving to it; throws GatewayProblem `not_found` where there is none. */
  async payee(participant: string): Promise<PayeeAnswer> {
    const path = `/v1/payees/${encodeURIComponent(participant)}`
    return understand(payeeAnswer, await readAsDevice(this.connection, this.#reader, path))
  }

  /** One's position in a voucher, marked when it is older than a result this terminal has seen. */
  async position(code: string, participant = this.participant): Promise<ShownPosition> {
    const path = `/v1/accounts/${encodeURIComponent(participant)}/vouchers/${encodeURIComponent(code)}`
    return this.#newest.mark(understand(positionAnswer, await readAsDevice(this.connection, this.#reader, path)))
  }

  /** Reads with a session what this gateway's organisation must have signed; refuses `answer_dropped` otherwise. */
  async readSigned(path: string): Promise<unknown> {
    const [keys, { mspId }] = [await this.resultKeys(), await this.identity()]
    const isGenuine = (raw: RawAnswer) => isGenuineOf(keys, mspId, raw)
    return readSignedAsDevice(this.connection, this.#reader, { path, isGenuine })
  }

  /** The devices of one's own account, as the gateway last heard of them. */
  async devices(): Promise<OwnDevice[]> {
    return understand(ownDevices, await readAsDevice(this.connection, this.#reader, '/v1/devices')).items
  }

  /** Sets what a participant of this registrar's organisation logs in with; refused `not_allowed` to anybody else. */
  async setCredentials(participant: string, credentials: SetCredentials): Promise<void> {
    const path = `/v1/credentials/${encodeURIComponent(participant)}`
    await putAsDevice(this.connection, this.#reader, { path, body: credentials })
  }

  /** Puts on record by what a client of one's own bank is known; refused `not_allowed`, `not_found` and `identity_type_unknown`. */
  async setIdentityReference(client: string, { type, value }: { type: string; value: string }): Promise<void> {
    const path = `/v1/identity-references/${encodeURIComponent(client)}/${encodeURIComponent(type)}`
    await putAsDevice(this.connection, this.#reader, { path, body: { value } })
  }

  /** Lays down what is proposed in confidence, for the second person; refuses `not_allowed` to who can propose nothing. */
  async keepProposedText(digest: string, text: string): Promise<void> {
    const path = `/v1/proposed-texts/${encodeURIComponent(digest)}`
    await putAsDevice(this.connection, this.#reader, { path, body: { text } })
  }

  /** Changes one's own password; refused `wrong_credentials` and `password_refused`. */
  async changePassword(passwords: { password: string; newPassword: string }): Promise<void> {
    const path = `/v1/credentials/${encodeURIComponent(this.participant)}/password`
    await putAsDevice(this.connection, this.#reader, { path, body: passwords })
  }

  /** Follows what concerns this participant, and what is published, until the signal says stop. */
  follow(following: Omit<Following, 'authorization'>): Promise<void> {
    const authorization = (before: { wasRefused: boolean }) => authorizationOf(this.connection, this.#reader, before)
    return followEvents(this.connection, { ...following, authorization })
  }

  /** Reads what needs a session, in a shape that the caller builds on; throws `unexpected_answer` for any other. */
  async read<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    return understand(shape, await readAsDevice(this.connection, this.#reader, path))
  }

  /** Reads bytes with a session, at most so many; throws `unexpected_answer` for more. */
  readBytes(path: string, maximum: number): Promise<Uint8Array<ArrayBuffer>> {
    return readBytesAsDevice(this.connection, this.#reader, { path, maximum })
  }

  /** Whether this participant has laid bytes down at this gateway under a path. */
  hasBytes(path: string): Promise<boolean> {
    return hasBytesAsDevice(this.connection, this.#reader, path)
  }

  /** Lays bytes down at this gateway under a path that ends with their digest. */
  async putBytes(path: string, bytes: Uint8Array<ArrayBuffer>, type = 'application/octet-stream'): Promise<void> {
    await putBytesAsDevice(this.connection, this.#reader, { path, bytes, type })
  }

  /** Hands bytes in at this gateway, and reads what it says of them, in a shape that the caller builds on; sent once. */
  async postBytes<T>(path: string, bytes: Uint8Array<ArrayBuffer>, shape: z.ZodType<T>): Promise<T> {
    return understand(shape, await postBytesAsDevice(this.connection, this.#reader, { path, bytes }))
  }

  async accountHistory(participant = this.participant): Promise<HistoryAnswer> {
    const path = `/v1/accounts/${encodeURIComponent(participant)}/history`
    return understand(historyAnswer, await readAsDevice(this.connection, this.#reader, path))
  }
}
