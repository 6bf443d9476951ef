import { expect } from 'chai'
import { type Approval, approvals } from '../../chaincode/domains/approvals/tables.ts'
import {
  type Activity,
  activities,
  type Chain,
  chains,
  type Hop,
  hops,
  type Positions,
  positions,
  type Segments,
  segments,
} from '../../chaincode/domains/trade-chain/tables.ts'
import type { Effects, Outcome } from '../../chaincode/outcome.ts'
import { classOf } from '../../chaincode/rules/trade-chain/activity.ts'
import { stepsWaited } from '../../chaincode/rules/trade-chain/queue.ts'
import { stampText } from '../../chaincode/stamp.ts'
import type { Body, ConfidentialBody, ConfidentialKind, Kind, StampFacts } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { confidentialBody, sentBeside } from './confidential.ts'
import { Device, signatureOver } from './devices.ts'
import { cash, Exchange, gold } from './exchange.ts'
import { ledgerFaults } from './invariants.ts'
import type { Applied } from './scene.ts'
import { codeOf, only } from './scene.ts'
import { wayOf } from './way.ts'

const day = 86_400_000n

const newStaff = () => ({
  dispatcher: new Device('bank-dispatch', ['dispatcher']),
  service: new Device('bank-service', ['service']),
  officer: new Device('bank-credit', ['credit']),
  checker: new Device('bank-second', ['credit']),
  executor: new Device('institution-treasury', ['executor'], 'trading desk'),
  stranger: new Device('institution-clerk', ['dispatcher', 'executor', 'credit']),
})

/** The facts of a verdict's stamp, and by whom. */
interface Verdict {
  position?: string | undefined
  facts?: Partial<StampFacts<'chain.enrich'>>
}

/** A chain as the tests name it, with the first confidential text that the bank keeps. */
export interface Opened {
  chain: string
  first: string
}

type Opening = Partial<Body<'chain.open'>>
type Trade = { product?: string; quantity?: string; limitPrice?: string; priceScale?: string }

/**
 * An exchange on which alice of the bank trades at the institution by chains: the bank has a dispatcher, a service device and an officer for
 * credit, and the institution's treasury answers for it. alice is graded `a`, and has 500 of the stock `600519` there.
 */
export class Chaining {
  readonly exchange: Exchange
  readonly dispatcher: Device
  readonly service: Device
  readonly officer: Device
  /** A second officer for credit of the bank. */
  readonly checker: Device
  readonly executor: Device
  /** Of the institution, with every role that chains know; it answers for nobody. */
  readonly stranger: Device
  static #first: Promise<Chaining> | undefined

  private constructor(exchange: Exchange, staff: ReturnType<typeof newStaff>) {
    this.exchange = exchange
    this.dispatcher = staff.dispatcher
    this.service = staff.service
    this.officer = staff.officer
    this.checker = staff.checker
    this.executor = staff.executor
    this.stranger = staff.stranger
  }

  /** A copy of the scene as it was set. */
  static async open(): Promise<Chaining> {
    Chaining.#first ??= Chaining.#set()
    return (await Chaining.#first).copy()
  }

  static async #set(): Promise<Chaining> {
    const exchange = await Exchange.open()
    const chaining = new Chaining(exchange, newStaff())
    const { scene } = exchange
    for (const one of [chaining.dispatcher, chaining.service, chaining.officer, chaining.checker]) {
      await scene.register(one, 'BankMSP', 'organisation')
    }
    await scene.register(chaining.stranger, 'InstitutionMSP', 'organisation')
    const desk = { participant: 'institution-treasury', device: chaining.executor.entry }
    await exchange.done(scene.registrars.InstitutionMSP, 'device.add', desk)
    await chaining.done(chaining.executor, 'institution.open', { families: ['metal', 'stock', 'fund'] })
    await chaining.graded('a')
    await chaining.positioned('500')
    return chaining
  }

  copy(): Chaining {
    return new Chaining(this.exchange.copy(), this)
  }

  get alice(): Device {
    return this.exchange.alice
  }

  get scene() {
    return this.exchange.scene
  }

  /** A moment of the ledger's time, that many milliseconds ahead. */
  ahead(milliseconds: bigint): string {
    return this.exchange.ahead(milliseconds)
  }

  /** Lets the ledger's time go on. */
  wait(milliseconds: bigint): void {
    this.scene.now += milliseconds
  }

  /** An envelope that counts for ten minutes of the ledger's time. */
  envelope<K extends Kind>(device: Device, kind: K, body: Body<K>): string {
    return this.scene.instruct(device, kind, body, { validUntil: `${this.scene.now + 600_000n}` })
  }

  /** The envelope with the bank's word on who the client is. */
  stamped(text: string, facts: StampFacts<'chain.enrich'>, by = this.service): string {
    const { instruction, signature } = JSON.parse(text)
    const unsigned = { participant: by.participant, device: by.id, receivedAt: `${this.scene.now}`, facts }
    const signed = signatureOver(stampText(digest(signingText(instruction)), unsigned), by.privateKey)
    const stamp = { ...unsigned, signature: signed }
    return `{"instruction":${JSON.stringify(instruction)},"signature":"${signature}","stamp":${canonical(stamp)}}`
  }

  /** Sends an envelope the way that its rule says, with its confidential text beside it where it has one. */
  async apply(envelope: string, text?: string): Promise<Applied> {
    const beside = text === undefined ? {} : { transient: sentBeside([[envelope, text]]) }
    const applied = await this.scene.apply(envelope, { ...wayOf(this.scene, envelope), ...beside })
    expect(applied.code).equal('VALID')
    return applied
  }

  async ask<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<Outcome> {
    return only(await this.apply(this.envelope(device, kind, body)))
  }

  async code<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<string> {
    return codeOf(await this.ask(device, kind, body))
  }

  async done<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<Effects> {
    return this.accepted(await this.ask(device, kind, body))
  }

  /** The effects of what must have been accepted. */
  accepted(outcome: Outcome): Effects {
    if (outcome.status !== 'accepted') throw new Error(`not honoured: ${JSON.stringify(outcome)}`)
    return outcome.effects
  }

  /** An envelope that proposes an act for a second person. */
  proposing<K extends Kind>(
    device: Device,
    kind: K,
    { act, expiresAt = this.ahead(3_600_000n) }: { act: Omit<Body<K>, 'approval'>; expiresAt?: string },
  ): string {
    return this.envelope(device, 'approval.propose', { kind, act: canonical(act as Json), expiresAt })
  }

  /** A proposal of an officer's, by its id. */
  async proposed<K extends Kind>(kind: K, act: Omit<Body<K>, 'approval'>, by = this.officer): Promise<string> {
    const effects = this.accepted(only(await this.apply(this.proposing(by, kind, { act }))))
    return String(effects['approval'])
  }

  approval(approval: string): Approval {
    return this.#row(approvals, approvals.key(approval)) as Approval
  }

  /** A proposal of one officer's that the other one approved, by its id. */
  async approved<K extends Kind>(kind: K, act: Omit<Body<K>, 'approval'>): Promise<string> {
    const approval = await this.proposed(kind, act)
    const { digest } = this.approval(approval)
    await this.done(this.checker, 'approval.approve', { approval, digest })
    return approval
  }

  /** What one officer proposes and another approves, executed. */
  async byTwo<K extends Kind>(kind: K, act: Omit<Body<K>, 'approval'>): Promise<Effects> {
    const approval = await this.approved(kind, act)
    return this.done(this.officer, kind, { ...act, approval } as unknown as Body<K>)
  }

  /** An instruction with a confidential body, as its device makes it: the envelope, and the text beside it. */
  confidential<K extends ConfidentialKind>(
    device: Device,
    kind: K,
    { body, says }: { body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
  ): { envelope: string; text: string } {
    const { text, digest: confidential } = confidentialBody(says as never)
    return { envelope: this.envelope(device, kind, { ...body, confidential } as never), text }
  }

  async tell<K extends ConfidentialKind>(
    device: Device,
    kind: K,
    parts: { body: Omit<Body<K>, 'confidential'>; says: Omit<ConfidentialBody<K>, 'salt'> },
  ): Promise<Outcome> {
    const { envelope, text } = this.confidential(device, kind, parts)
    return only(await this.apply(envelope, text))
  }

  /** What one officer proposes in confidence and another approves, as the first one sends it (decision 0050). */
  async tellByTwo<K extends ConfidentialKind>(
    kind: K,
    { body, says }: { body: Omit<Body<K>, 'confidential' | 'approval'>; says: Omit<ConfidentialBody<K>, 'salt'> },
  ): Promise<Outcome> {
    const { text, digest: confidential } = confidentialBody(says as never)
    const act = { ...body, confidential }
    const approval = await this.approved(kind, act as never)
    return only(await this.apply(this.envelope(this.officer, kind, { ...act, approval } as never), text))
  }

  graded(
    grade: ConfidentialBody<'grade.set'>['grade'],
    more: Partial<ConfidentialBody<'grade.set'>> = {},
  ): Promise<Outcome> {
    const body = { client: 'alice', institution: 'InstitutionMSP' }
    return this.tellByTwo('grade.set', { body, says: { grade, ...more } })
  }

  positioned(quantity: string, change: Partial<ConfidentialBody<'position.set'>> = {}, client = 'alice') {
    const says = { family: 'stock', product: '600519', quantity, ...change } as const
    return this.tell(this.officer, 'position.set', { body: { client, institution: 'InstitutionMSP' }, says })
  }

  /** Has the bank put on record as many positions of alice's as there can be. */
  async filled(): Promise<void> {
    const products = Array.from({ length: 99 }, (_each, place) => `P${place + 2}`)
    const body = { client: 'alice', institution: 'InstitutionMSP' }
    const sent = products.map((product) =>
      this.confidential(this.officer, 'position.set', { body, says: { family: 'stock', product, quantity: '1' } }),
    )
    const transient = sentBeside(sent.map(({ envelope, text }) => [envelope, text]))
    const envelopes = sent.map(({ envelope }) => envelope)
    await this.scene.honoured(envelopes, { ...wayOf(this.scene, envelopes[0] as string), transient })
  }

  /** The body with which alice opens a chain: a sale of 1,000 mg of gold unless it says otherwise. */
  opening(
    change: Opening = {},
    trade: Trade = {},
    marked: { mark?: string } = {},
  ): { body: Body<'chain.open'>; first: string } {
    const identity = { type: 'account-number', value: 'A-1' }
    const { text, digest: first } = confidentialBody({
      identity,
      trade: { quantity: '1000', limitPrice: '550', ...trade } as unknown as Json,
      ...marked,
    })
    const metal = { voucher: gold, quantity: '1000' }
    const body = {
      ...{ institution: 'InstitutionMSP', family: 'metal', side: 'sell', cash, first, expiresAt: this.ahead(day) },
      ...((change.family ?? 'metal') === 'metal' ? { metal } : {}),
      ...(change.side === 'buy' ? { cashMaximum: '600000' } : {}),
      ...change,
    } as Body<'chain.open'>
    return { body, first: text }
  }

  async opened(change: Opening = {}, trade: Trade = {}): Promise<Opened> {
    const { body, first } = this.opening(change, trade)
    const effects = await this.done(this.alice, 'chain.open', body)
    return { chain: String(effects['chain']), first }
  }

  /** A sale of 100 of alice's stock. */
  stock(change: Opening = {}, trade: Trade = {}): Promise<Opened> {
    return this.opened({ family: 'stock', ...change }, { product: '600519', quantity: '100', ...trade })
  }

  /** All that a participant has of gold, credits and all. */
  gold(participant = 'alice'): bigint {
    return this.exchange.buckets(participant).reduce((sum, one) => sum + one, 0n)
  }

  async enrich({ chain }: Pick<Opened, 'chain'>, { position, facts }: Verdict = {}): Promise<Outcome> {
    const isMetal = this.chain({ chain })?.metal !== undefined
    const named = position ?? (isMetal ? `${this.gold()}` : undefined)
    const body = { chain, ...(named === undefined ? {} : { position: named }) }
    const stamp = { chain, type: 'account-number', verdict: 'passed', ...facts } as const
    return only(await this.apply(this.stamped(this.envelope(this.dispatcher, 'chain.enrich', body), stamp)))
  }

  /** The bank's segment, as an envelope with its text. */
  sending(
    { chain, first }: Opened,
    says: Partial<ConfidentialBody<'chain.send'>> = {},
    answerBy = this.ahead(3_600_000n),
  ): { envelope: string; text: string } {
    const position = `${this.chain({ chain })?.position ?? this.position()?.quantity ?? 0n}`
    const graded = { grade: 'a', gradeVersion: '1', queue: this.queued({ chain }) }
    const parts = { body: { chain, answerBy }, says: { first, position, ...graded, ...says } }
    return this.confidential(this.dispatcher, 'chain.send', parts as never)
  }

  /** The place in the queue of a chain at this moment, as its bank should say it. */
  queued({ chain }: Pick<Opened, 'chain'>): ConfidentialBody<'chain.send'>['queue'] {
    const { now } = this.scene
    const waited = stepsWaited(this.chain({ chain })?.openedAt ?? now, now)
    return { class: classOf(this.activity(), now), waited: `${waited}` }
  }

  async send(...sending: Parameters<Chaining['sending']>): Promise<Outcome> {
    const { envelope, text } = this.sending(...sending)
    return only(await this.apply(envelope, text))
  }

  async answer(
    { chain }: Pick<Opened, 'chain'>,
    body: Partial<Body<'chain.answer'>>,
    says: Partial<ConfidentialBody<'chain.answer'>>,
    by = this.executor,
  ): Promise<Outcome> {
    const send = this.hop({ chain })?.send ?? 'A'.repeat(43)
    return this.tell(by, 'chain.answer', { body: { chain, send, verdict: 'executed', ...body }, says })
  }

  settle({ chain }: Pick<Opened, 'chain'>, position: bigint): Promise<Outcome> {
    return this.tell(this.dispatcher, 'chain.settle', { body: { chain }, says: { position: `${position}` } })
  }

  /** A chain as it is once it was enriched, and once it was sent. */
  async enriched(opening: Promise<Opened> = this.opened()): Promise<Opened> {
    const opened = await opening
    this.accepted(await this.enrich(opened))
    return opened
  }

  async sent(opening: Promise<Opened> = this.opened()): Promise<Opened> {
    const opened = await this.enriched(opening)
    this.accepted(await this.send(opened))
    return opened
  }

  /** A chain whose answer does not fit what was sent, and so moves nothing. */
  async inConflict(
    body: Partial<Body<'chain.answer'>>,
    says: Partial<ConfidentialBody<'chain.answer'>>,
    opening: Promise<Opened> = this.opened(),
  ): Promise<Opened> {
    const sent = await this.sent(opening)
    this.accepted(await this.answer(sent, body, says))
    const settled = this.accepted(await this.settle(sent, 0n))
    expect(settled).deep.equal({ chain: sent.chain, status: 'conflict' })
    return sent
  }

  #row<Record>(table: Table, key: string): Record | undefined {
    const row = this.scene.ledger.row(key)
    return row === undefined ? undefined : (table.codec.decode(row as never) as Record)
  }

  #private<Record>(table: Table, key: string): Record | undefined {
    const row = this.scene.ledger.state.table('pair-bank-institution').get(key)
    return row === undefined ? undefined : (table.codec.decode(JSON.parse(row.value.toString())) as Record)
  }

  chain({ chain }: Pick<Opened, 'chain'>): Chain | undefined {
    return this.#row(chains, chains.key(chain))
  }

  hop({ chain }: Pick<Opened, 'chain'>): Hop | undefined {
    return this.#row(hops, hops.key(chain))
  }

  segments({ chain }: Pick<Opened, 'chain'>): Segments | undefined {
    return this.#private(segments, segments.key('BankMSP', 'InstitutionMSP', chain))
  }

  /** What counts of alice's trades. */
  activity(client = 'alice'): Activity | undefined {
    return this.#private(activities, activities.key('BankMSP', 'InstitutionMSP', client))
  }

  /** Has the institution say at which of its addresses it is reached, by their names. */
  async reached(...names: readonly string[]): Promise<void> {
    const addresses = names.map((name) => ({ name, host: `${name}.example`, port: '7443' }))
    await this.done(this.executor, 'institution.reach', { addresses, keys: ['K'.repeat(43)] })
  }

  /** What the pair has on record of alice's stock. */
  position(name = 'stock:600519'): Positions['products'][string] | undefined {
    return this.#private<Positions>(positions, positions.key('BankMSP', 'InstitutionMSP', 'alice'))?.products[name]
  }
}

/** A test on a scene of its own, after which every invariant must hold. */
export const onChains = (play: (on: Chaining) => Promise<void>) => async (): Promise<void> => {
  const chaining = await Chaining.open()
  await play(chaining)
  expect(ledgerFaults(chaining.scene.ledger)).deep.equal([])
}
