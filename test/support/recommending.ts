import { expect } from 'chai'
import { LedgerContract } from '../../chaincode/contracts/ledger-contract.ts'
import { type Answer, answers, rights } from '../../chaincode/domains/recommendations/tables.ts'
import { marks, reputations } from '../../chaincode/domains/registry/tables.ts'
import type { Effects, Outcome } from '../../chaincode/outcome.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { Device } from './devices.ts'
import { ledgerFaults } from './invariants.ts'
import type { Proposal } from './ledger.ts'
import { codeOf, only, Scene } from './scene.ts'
import { type StampChange, Till } from './till.ts'
import { wayOf } from './way.ts'

type Window = Body<'recommendation.open'>['windows'][number]
type Opening = Body<'recommendation.open'>

/** What a test says otherwise of a recommendation, who recommends, and who is asked. */
type Change = Partial<Opening> & { by?: Device; readers?: readonly Device[] }

/** What the shop recommends where a test says nothing else: goods information that lies off the ledger. */
export const content = digest('goods information')

/**
 * Recommendations of a shop of the supplier's, matched by a service of the bank's; customers of the bank, who want books, answer, and their
 * home's service device stamps what they send.
 */
export class Recommending {
  readonly till: Till
  readonly shop = new Device('book-shop', ['merchant', 'customer'])
  readonly finder = new Device('book-finder', ['matcher'])

  private constructor(till: Till) {
    this.till = till
  }

  static async open(scene: Scene): Promise<Recommending> {
    const recommending = new Recommending(await Till.open(scene))
    await scene.register(recommending.shop, 'SupplierMSP')
    await scene.register(recommending.finder, 'BankMSP', 'organisation')
    const settings = { matcher: 'book-finder', counterparties: 1, status: 'open' } as const
    await recommending.done(scene.registrars.BankMSP, 'matcher.set', settings)
    return recommending
  }

  get scene(): Scene {
    return this.till.scene
  }

  get alice(): Device {
    return this.till.alice
  }

  /** Sends one instruction the way that its rule says, and gives its outcome. */
  async send<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<Outcome> {
    const text = this.till.instruct(device, kind, body, { validUntil: `${this.scene.now + 60_000n}` })
    return only(await this.scene.apply(text, wayOf(this.scene, text)))
  }

  /** The code of a refusal, or `accepted`. */
  async code<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<string> {
    return codeOf(await this.send(device, kind, body))
  }

  /** Sends one instruction, insists that it is accepted, and gives its effects. */
  async done<K extends Kind>(device: Device, kind: K, body: Body<K>): Promise<Effects> {
    const outcome = await this.send(device, kind, body)
    if (outcome.status === 'accepted') return outcome.effects
    throw new Error(`${kind} was not honoured: ${JSON.stringify(outcome)}`)
  }

  /** A recommendation of a book; what is delivered lies off the ledger. */
  body(window: Window, change: Partial<Opening> = {}): Opening {
    return {
      ...{ matcher: 'book-finder', title: 'A book', identifier: 'BOOK', traits: [], parameters: [] },
      ...{ windows: [window], targets: [{ kind: 'goods', target: content }], ...change },
    }
  }

  /** The envelope that opens a recommendation, and the name under which that stands. */
  opening(window: Window, { by = this.shop, readers: _, ...change }: Change = {}) {
    const text = this.till.instruct(by, 'recommendation.open', this.body(window, change))
    return { text, recommendation: digest(text.slice(text.indexOf(':') + 1, text.lastIndexOf(',"signature"'))) }
  }

  /** Opens a recommendation, of which nobody knows yet; gives its name. */
  async openedOnly(window: Window, change: Change = {}): Promise<string> {
    const { text, recommendation } = this.opening(window, change)
    await this.scene.honoured(text, { gateway: this.scene.account((change.by ?? this.shop).participant).home })
    return recommendation
  }

  /** Has somebody store that it wants books recommended. */
  async wants(...readers: Device[]): Promise<void> {
    const need = { identifier: 'BOOK', traits: [], parameters: [] }
    const profile = { matcher: 'book-finder', fields: [], traits: [], needs: [need], status: 'active' } as const
    for (const reader of readers) await this.done(reader, 'profile.set', profile as never)
  }

  matching(recommendation: string, chosen: string[]): Body<'recommendation.match'> {
    return { recommendation, version: 1, block: '1', found: chosen.length, list: digest('a list'), chosen }
  }

  /** Has the service find these readers for a recommendation, and ask them. */
  async ask(recommendation: string, readers: readonly Device[]): Promise<void> {
    const names = readers.map(({ participant }) => participant)
    await this.wants(...readers)
    await this.done(this.finder, 'recommendation.match', this.matching(recommendation, names))
    for (const participant of names)
      await this.done(this.finder, 'recommendation.request', { recommendation, participant })
  }

  /** Opens a recommendation and has its readers asked: alice and the till's shop where none are named; gives its name. */
  async opened(window: Window, change: Change = {}): Promise<string> {
    const recommendation = await this.openedOnly(window, change)
    const by = change.by ?? this.shop
    await this.ask(recommendation, change.readers ?? [this.alice, this.till.shop].filter((one) => one !== by))
    return recommendation
  }

  delivery(recommendation: string, { to = this.alice, target = content } = {}): Body<'recommendation.deliver'> {
    return { recommendation, participant: to.participant, target, until: `${this.scene.now + 60_000n}` }
  }

  /** Has what is recommended delivered to somebody who answered in time, who accepts it; gives the interaction's name. */
  async accepted(recommendation: string, { by = this.shop, to = this.alice } = {}): Promise<string> {
    await this.done(by, 'recommendation.deliver', this.delivery(recommendation, { to }))
    return String((await this.done(to, 'recommendation.accept', { recommendation }))['interaction'])
  }

  /** A stamped answer. */
  answer(
    recommendation: string,
    { by = this.alice, ...change }: Omit<StampChange, 'by'> & { by?: Device } = {},
  ): string {
    return this.till.stamped(this.till.instruct(by, 'recommendation.answer', { recommendation }), {}, change)
  }

  /** What becomes of an answer that the bank received at a moment; the transaction comes so much later. */
  async answered(
    recommendation: string,
    { receivedAt = this.scene.now, after = 0n, by = this.alice } = {},
  ): Promise<string> {
    this.scene.now = receivedAt + after
    const outcome: Outcome = only(
      await this.scene.apply(this.answer(recommendation, { by, receivedAt }), { gateway: 'BankMSP' }),
    )
    return outcome.status === 'accepted' ? String(outcome.effects['verdict']) : codeOf(outcome)
  }

  /** The rows of answers, in the order of their keys. */
  get answers(): Answer[] {
    return this.#keysOf(answers).map((key) => answers.codec.decode(this.scene.ledger.row(key) as never))
  }

  /** Who has the right to what is delivered for an answer in time. */
  get entitled(): string[] {
    return this.#keysOf(rights).map((key) => key.split('~')[2] as string)
  }

  /** The keys of the marks that a participant has and that are not folded. */
  marksOf(participant: string): string[] {
    return this.#keysOf(marks, participant)
  }

  /** How many interactions a participant's reputation counts. */
  interactions(participant: string): bigint {
    return this.scene.view.find(reputations, participant)?.interactions ?? 0n
  }

  #keysOf(table: Table, ...members: string[]): string[] {
    const { start, end } = table.range(...members)
    return this.scene.ledger.keys(start, end)
  }

  /** Has marks folded, as the home's gateway asks for it. */
  fold(mspId: string, participant: string, ...keys: string[]): Promise<Proposal> {
    return this.scene.ledger.endorse({
      ...{ caller: { mspId, role: 'gateway' }, contract: new LedgerContract(this.scene.ledger.consortium) },
      ...{ transaction: 'foldMarks', args: [participant, ...keys], timestamp: this.scene.now },
    })
  }
}

/** A test with recommendations of its own, after which every invariant must hold. */
export const recommending = (play: (on: Recommending) => Promise<void>) => async (): Promise<void> => {
  const on = await Recommending.open(await Scene.open())
  await play(on)
  expect(ledgerFaults(on.scene.ledger)).deep.equal([])
}
