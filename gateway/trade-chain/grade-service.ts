import { type Pledge, pledges } from '../../chaincode/domains/agreements/tables.ts'
import { type Grade, grades } from '../../chaincode/domains/trade-chain/tables.ts'
import { weighedMaximum } from '../../chaincode/domains/trade-chain/terms.ts'
import { type Envelope, knownEnvelope } from '../../chaincode/envelope.ts'
import { doesPledgeCount } from '../../chaincode/rules/trade-chain/weigh.ts'
import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import type { Consortium } from '../../chaincode/wire/consortium.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Projection, Recorded } from '../projection/projection.ts'
import type { GatewayDevice } from '../services/gateway-device.ts'
import { type ServiceOptions, ServiceSteps } from '../services/service-steps.ts'
import { signedBefore } from '../services/signed-before.ts'
import { signInConfidence } from './execution.ts'

interface Options extends ServiceOptions {
  mspId: string
  device: Pick<GatewayDevice, 'participant' | 'known' | 'sign' | 'device'>
  projection: Pick<Projection, 'view' | 'privateRecords' | 'lists'>
  consortium: Pick<Consortium, 'pairs'>
  outbox: Pick<Outbox, 'all'>
}

/** A grade that is to be weighed, and by which pledges. */
interface Task {
  grade: Grade
  by: readonly Pledge[]
}

// A pledge that ended meanwhile is left out the next time.
const passing: readonly RefusalCode[] = ['pledge_does_not_count', 'instruction_expired']

const nameOf = ({ grade: { institution, client }, by }: Task): string =>
  ['grade.weigh', institution, client, ...by.map(({ pledge, quantity }) => `${pledge} ${quantity}`)].join(' ')

const isWeighed = ({ grade, by }: Task): boolean =>
  Object.keys(grade.pledges).length === by.length &&
  by.every(({ pledge, quantity }) => grade.pledges[pledge] === quantity)

/**
 * Weighs the grades of a bank's clients as what is pledged to the bank changes (SX-008): a pledge that is locked lifts the grade, one that is
 * released or enforced does no longer. The oldest pledges count, as many as a grade takes. What has to be done stands in the projection, so a
 * start goes on where the last one ended.
 */
export class GradeService {
  readonly #options: Options
  readonly #steps: ServiceSteps
  /** The clients to look at; undefined where it is all of them. */
  #changed: Set<string> | undefined

  constructor(options: Options) {
    this.#options = options
    this.#steps = new ServiceSteps(options, { what: 'grades', look: () => this.look(), passing })
  }

  /** Looks what there is to do, and does what is not under way yet; called at the start, and after each block with what that recorded. */
  look(recorded: readonly Pick<Recorded, 'envelope'>[] = []): void {
    this.#note(recorded)
    if (!this.#steps.mayAct) return
    const tasks = this.#tasks()
    this.#changed = new Set(tasks.map(({ grade }) => grade.client))
    for (const task of this.#steps.chosen(tasks, nameOf)) void this.#steps.take(nameOf(task), () => this.#sign(task))
  }

  #note(recorded: readonly Pick<Recorded, 'envelope'>[]): void {
    if (this.#changed === undefined) return
    for (const { envelope } of recorded) {
      // Most of what is recorded is neither, and is not parsed for it.
      if (!/"kind":"(pledge|grade)\./.test(envelope)) continue
      const { client, pledge } = knownEnvelope(envelope).instruction.body as { client?: string; pledge?: string }
      const named =
        client ?? (pledge === undefined ? undefined : this.#options.projection.view.find(pledges, pledge)?.holder)
      if (named !== undefined) this.#changed.add(named)
    }
  }

  #tasks(): Task[] {
    const { mspId, projection, consortium } = this.#options
    return consortium.pairs
      .filter(({ bank }) => bank === mspId)
      .flatMap(({ bank, institution }) => projection.privateRecords(grades, bank, institution))
      .filter(({ client, lift }) => lift !== undefined && (this.#changed?.has(client) ?? true))
      .map((grade) => ({ grade, by: this.#pledgesFor(grade) }))
      .filter((task) => !isWeighed(task))
  }

  #pledgesFor(grade: Grade): Pledge[] {
    const { lists, view } = this.#options.projection
    const { items } = lists.listed('pledges', grade.client, { limit: 200 }, true)
    return items
      .flatMap((row) => view.find(pledges, `${row['pledge']}`) ?? [])
      .filter((pledge) => doesPledgeCount(pledge, grade))
      .slice(-weighedMaximum)
  }

  #sign({ grade: { client, institution }, by }: Task): Envelope {
    const body = { client, institution, pledges: by.map(({ pledge }) => pledge) }
    const before = signedBefore(
      this.#options,
      'grade.weigh',
      (one) => one.client === client && one.institution === institution && `${one.pledges}` === `${body.pledges}`,
    )
    if (before?.confidential !== undefined) return { ...before.envelope, confidential: before.confidential } as Envelope
    return signInConfidence(this.#options.device, 'grade.weigh', { body, says: {} })
  }

  /** Does nothing more; what is under way stays in the outbox. */
  stop(): void {
    this.#steps.stop()
  }
}
