import { expect } from 'chai'
import { LedgerContract } from '../../chaincode/contracts/ledger-contract.ts'
import { type Answer, answers, rights } from '../../chaincode/domains/recommendations/tables.ts'
import { marks, reputations } from '../../chaincode/domains/registry/tables.ts'
import type { Outcome } from '../../chaincode/outcome.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { digest } from '../../chaincode/wire/signature.ts'
import type { Table } from '../../chaincode/wire/table.ts'
import { Device } from './devices.ts'
import { ledgerFaults } from './invariants.ts'
import type { Proposal } from './ledger.ts'
import { codeOf, only, Scene } from './scene.ts'
import { type StampChange, Till } from './till.ts'

type Window = Body<'recommendation.open'>['window']

/** Recommendations of a shop of the supplier's, which customers of the bank answer; their home's service device stamps what they send. */
export class Recommending {
  readonly till: Till
  readonly shop = new Device('book-shop', ['merchant', 'customer'])

  private constructor(till: Till) {
    this.till = till
  }

  static async open(scene: Scene): Promise<Recommending> {
    const recommending = new Recommending(await Till.open(scene))
    await scene.register(recommending.shop, 'SupplierMSP')
    return recommending
  }

  get scene(): Scene {
    return this.till.scene
  }

  get alice(): Device {
    return this.till.alice
  }

  /** The envelope that opens a recommendation, and the name under which that stands. */
  opening(window: Window, { strict, by = this.shop }: { strict?: true; by?: Device } = {}) {
    const body = { title: 'A book', window, ...(strict === undefined ? {} : { strict }) }
    const text = this.till.instruct(by, 'recommendation.open', body)
    return { text, recommendation: digest(text.slice(text.indexOf(':') + 1, text.lastIndexOf(',"signature"'))) }
  }

  /** Opens a recommendation; gives its name. */
  async opened(window: Window, change: Parameters<Recommending['opening']>[1] = {}): Promise<string> {
    const { text, recommendation } = this.opening(window, change)
    const gateway = this.scene.account((change.by ?? this.shop).participant).home
    await this.scene.honoured(text, { gateway })
    return recommendation
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
