import { type Chain, chains, hops, reaches } from '../../chaincode/domains/trade-chain/tables.ts'
import type { Envelope } from '../../chaincode/envelope.ts'
import { isPast } from '../../chaincode/rules/deadline.ts'
import { executorFor } from '../../chaincode/rules/trade-chain/chain-life.ts'
import { positionIn } from '../../chaincode/rules/trade-chain/holds.ts'
import type { Body, RefusalCode } from '../../chaincode/vocabulary.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { Problem } from '../problem.ts'
import type { Projection, Recorded } from '../projection/projection.ts'
import type { GatewayDevice } from '../services/gateway-device.ts'
import { type ServiceOptions, ServiceSteps } from '../services/service-steps.ts'
import { chainsSigned, signedBefore } from '../services/signed-before.ts'
import { firstExecutionUnit, secondExecutionUnit, signInConfidence } from './execution.ts'
import { type ChainLedger, foldedView } from './folded-view.ts'
import type { IdentityReferences } from './identity-references.ts'
import type { Paths } from './paths.ts'
import { type QueueAt, type Queued, queuesOf } from './queue.ts'
import type { SealedTexts } from './sealed-texts.ts'
import { secondReceivingUnit } from './second-receiving.ts'

interface Options extends ServiceOptions {
  mspId: string
  device: Pick<GatewayDevice, 'participant' | 'known' | 'sign' | 'device'>
  /** How long the institution has to answer, in seconds. */
  answerSeconds: number
  /** How many chains may be without an answer at one institution before the next is sent there. */
  unansweredMaximum: number
  /** Told what waits, at each look. */
  onQueues?: (queues: readonly QueueAt[]) => void
  projection: ChainLedger & Pick<Projection, 'instruction' | 'lists'>
  texts: Pick<SealedTexts, 'find'>
  references: Pick<IdentityReferences, 'compare'>
  outbox: Pick<Outbox, 'all'>
  paths: Pick<Paths, 'chosen'>
  /** By which key this gateway is known to institutions' servers. */
  pin: string
  /** How often it looks for what is over, where not each second. */
  intervalMilliseconds?: number
}

type Step = 'chain.enrich' | 'chain.send' | 'chain.settle' | 'chain.mark-unknown' | EndingStep | 'chain.release'
type EndingStep = 'chain.expire' | 'chain.withdraw'

interface Task {
  chain: Chain
  step: Step
}

/** What may be otherwise by the time the step is signed anew: a row was read too early, or a member was away for longer than it counted. */
const passing: readonly RefusalCode[] = [
  ...(['position_stale', 'deadline_not_passed', 'instruction_expired', 'institution_not_open'] as const),
  // The grade service weighs it anew.
  'grade_outdated',
  // Of credits that are too many for one transaction, each try folds some.
  'position_unavailable',
  'path_stale',
]

/** What no waiting mends when a step before the sending is refused for it: what the bank then says beside the chain as it ends that. */
const endings = new Map<string, Pick<Body<'chain.withdraw'>, 'reason'>>([
  ['position_too_small', { reason: 'position' }],
  ['voucher_retired', {}],
  ['function_not_enabled', {}],
])

const voiding = ['"kind":"chain.void"', '"kind":"chain.reconcile"']
const usualIntervalMilliseconds = 1_000

/** How many steps that need one institution's peer may be under way: those of one that is away must leave room for all others. */
const ofInstitutionMaximum = 16
const pairSteps: readonly Step[] = ['chain.settle', 'chain.release']

/** What is next of a chain that was sent, by its status alone. */
const stepsOf: { readonly [S in Chain['status']]?: Step } = {
  ...{ answered: 'chain.settle', accepted: 'chain.settle', sent: 'chain.mark-unknown' },
}

/** What was not sent yet, and so can still be ended by the bank alone. */
const unsent: readonly Chain['status'][] = ['received', 'enriched']

/** No path leads to an institution: what is for it waits (S2-024). */
class Unreachable extends Error {}

/** The name of the step by which this gateway says which key it has. */
const reachStep = 'bank.reach'

const sendingOf = ({ chain }: Queued): Task => ({ chain, step: 'chain.send' })

const nameOf = ({ chain, step }: Task): string => `${step} ${chain.chain}`

/**
 * Takes a chain through its bank: verified and enriched, sent to its institution, settled once that has answered, marked as unknown where it
 * does not in its time, released where it was voided, and ended at once where the client has too little for it (S2-003 to S2-016, S2-039 to
 * S2-043). What has to be done stands in the projection, so that a start goes on where the last one ended; what was signed before and has no
 * outcome yet stands in the outbox, and is not signed again.
 */
export class BankService {
  readonly #options: Options
  readonly #steps: ServiceSteps
  readonly #timer: NodeJS.Timeout
  /** How many steps are under way that need an institution's peer. */
  readonly #underWayAt = new Map<string, number>()
  /** The institutions to which a chain is being sent: one after the other, so that the blocks have them in the order of the queue. */
  readonly #sendingTo = new Set<string>()
  /** The chains that were signed for their institution before this start and have no outcome yet, once they were looked for: they go first. */
  #signedFirst: ReadonlySet<string> | undefined
  /** The chains that were voided and are to be released, once they were looked for; that is done again behind each void. */
  #voided: string[] | undefined
  /** The chains that a step was refused of for good, with what is said as they are ended; a start hears of the refusal again. */
  readonly #hopeless = new Map<string, Pick<Body<'chain.withdraw'>, 'reason'>>()

  constructor(options: Options) {
    this.#options = options
    this.#steps = new ServiceSteps(options, {
      ...{ what: 'bank', look: () => this.look(), passing },
      onRefused: (name, code) => this.#giveUp(name, code),
    })
    this.#timer = setInterval(() => this.look(), options.intervalMilliseconds ?? usualIntervalMilliseconds)
    this.#timer.unref()
  }

  /**
   * Looks what there is to do, and does what is not under way yet; called at the start, after each block with what that recorded, and each
   * second for what is over.
   */
  look(recorded: readonly Pick<Recorded, 'envelope'>[] = []): void {
    if (recorded.some(({ envelope }) => voiding.some((kind) => envelope.includes(kind)))) this.#voided = undefined
    if (!this.#steps.mayAct) return
    const { projection, mspId } = this.#options
    const now = Date.now()
    const most = this.#steps.look
    const names = projection.lists.chainsToGoOn(mspId, now, most)
    this.#voided ??= projection.lists.chainsToRelease(mspId)
    const all = new Set([...names, ...this.#hopeless.keys(), ...this.#voided])
    const tasks = [...all].flatMap((name) => this.#taskOf(name, BigInt(now)))
    const queues = queuesOf(this.#options, BigInt(now))
    this.#options.onQueues?.(queues)
    if (names.length < most) this.#forgetOthers(tasks, queues)
    this.#sayKey()
    for (const task of this.#steps.chosen(tasks, nameOf)) void this.#take(task)
    for (const queue of queues) this.#sendNext(queue)
  }

  /** Keeps nothing of chains that are not among these, which are all that there is something to do about. */
  #forgetOthers(tasks: readonly Task[], queues: readonly QueueAt[]): void {
    const waiting = queues.flatMap((queue) => queue.waiting.map(sendingOf))
    this.#steps.forgetOthers(new Set([reachStep, ...[...tasks, ...waiting].map(nameOf)]))
    const withdrawn = new Set(tasks.flatMap(({ chain, step }) => (step === 'chain.withdraw' ? [chain.chain] : [])))
    for (const name of this.#hopeless.keys()) if (!withdrawn.has(name)) this.#hopeless.delete(name)
  }

  /**
   * Sends the chain whose turn it is to an institution that takes its family, unless one is on its way there or too many have no answer yet
   * (S2-021). What could not be taken waits behind all others: whoever made it holds up nobody else.
   */
  #sendNext({ institution, unanswered, waiting }: QueueAt): void {
    const { projection, unansweredMaximum } = this.#options
    if (this.#sendingTo.has(institution) || unanswered >= unansweredMaximum) return
    const isTaken = (chain: Chain) => executorFor(projection, chain) !== undefined
    const tasks = waiting.map(sendingOf).filter(({ chain }) => isTaken(chain) && !this.#hopeless.has(chain.chain))
    const isSigned = ({ chain }: Task) => this.#signedBeforeStart().has(chain.chain)
    const [next] = this.#steps.chosen([...tasks.filter(isSigned), ...tasks.filter((task) => !isSigned(task))], nameOf)
    if (next !== undefined) void this.#send(next)
  }

  async #send(task: Task): Promise<void> {
    const { chain, institution } = task.chain
    this.#sendingTo.add(institution)
    await this.#steps.take(nameOf(task), () => this.#signedBefore(task) ?? this.#sign(task))
    this.#sendingTo.delete(institution)
    if (this.#options.projection.view.find(chains, chain)?.status !== 'enriched') this.look()
  }

  #signedBeforeStart(): ReadonlySet<string> {
    this.#signedFirst ??= chainsSigned(this.#options, 'chain.send')
    return this.#signedFirst
  }

  /** Says on the ledger by which key this gateway is known, where that is not on record (decision 0052). */
  #sayKey(): void {
    const { projection, mspId, pin, device } = this.#options
    const isSaid = projection.view.find(reaches, 'bank', mspId)?.keys.includes(pin) === true
    if (isSaid || !this.#steps.isNew(reachStep)) return
    const before = () => signedBefore(this.#options, reachStep, ({ keys }) => keys?.includes(pin) === true)?.envelope
    const sign = () => before() ?? (device.sign(reachStep, { keys: [pin] }) as unknown as Envelope)
    void this.#steps.take(reachStep, sign)
  }

  /** Notes that a chain is to be ended whose step was refused for what no waiting mends. */
  #giveUp(name: string, code: string): void {
    const [step = '', chain = ''] = name.split(' ')
    const said = endings.get(code)
    if (said === undefined || (step !== 'chain.enrich' && step !== 'chain.send')) return
    this.#hopeless.set(chain, said)
    this.#steps.again()
  }

  async #take(task: Task): Promise<void> {
    const { institution } = task.chain
    const isOfPair = pairSteps.includes(task.step)
    const underWay = () => this.#underWayAt.get(institution) ?? 0
    if (isOfPair && underWay() >= ofInstitutionMaximum) return
    if (isOfPair) this.#underWayAt.set(institution, underWay() + 1)
    await this.#steps.take(nameOf(task), () => this.#signedBefore(task) ?? this.#sign(task))
    if (isOfPair) this.#underWayAt.set(institution, underWay() - 1)
  }

  #taskOf(name: string, now: bigint): Task[] {
    const chain = this.#options.projection.view.find(chains, name)
    // What dishonest endorsers wrote under another name is no chain of this bank's.
    if (chain?.chain !== name || chain.bank !== this.#options.mspId) return []
    const { status, expiresAt } = chain
    const step = stepsOf[status]
    if (step !== undefined) return [{ chain, step }]
    if (status === 'voided') return this.#isReleased(name) ? [] : [{ chain, step: 'chain.release' }]
    if (!unsent.includes(status)) return []
    if (isPast(expiresAt, { now })) return [{ chain, step: 'chain.expire' }]
    if (this.#hopeless.has(name)) return [{ chain, step: 'chain.withdraw' }]
    return status === 'received' ? [{ chain, step: 'chain.enrich' }] : []
  }

  #isReleased(name: string): boolean {
    return this.#options.projection.view.find(hops, name)?.status === 'released'
  }

  #signedBefore({ chain, step }: Task): Envelope | undefined {
    const found = signedBefore(this.#options, step, (body) => body.chain === chain.chain)
    if (found === undefined) return undefined
    const { envelope, confidential } = found
    return confidential === undefined ? envelope : ({ ...envelope, confidential } as Envelope)
  }

  /** The signed step, from the chain as it is by now: a look may be older than what it leads to. */
  #sign({ chain: { chain: name }, step }: Task): Envelope {
    const { device, projection: ledger, texts, references } = this.#options
    const chain = ledger.view.find(chains, name) as Chain
    if (step === 'chain.enrich') return this.#enrich(chain)
    if (step === 'chain.send') {
      const path = this.#options.paths.chosen(chain.institution)
      if (path === undefined) throw new Unreachable(`${chain.institution} has no address on record; its trades wait`)
      const second = firstExecutionUnit(chain, texts.find(name), { ledger, references })
      const answerBy = Date.now() + this.#options.answerSeconds * 1_000
      return secondExecutionUnit({ chain, second, answerBy, path }, { device, ledger })
    }
    if (step === 'chain.settle') {
      return signInConfidence(device, step, { body: { chain: name }, says: secondReceivingUnit(chain, ledger) })
    }
    if (step === 'chain.release') return signInConfidence(device, step, { body: { chain: name }, says: {} })
    const said = step === 'chain.withdraw' ? this.#hopeless.get(name) : {}
    return device.sign(step, { chain: name, ...said }) as unknown as Envelope
  }

  #enrich(chain: Chain): Envelope {
    const { device, projection, texts } = this.#options
    const { chain: name, client, metal } = chain
    // Nothing is signed that this gateway could not stamp: a number used for nothing brings others out of their window.
    if (texts.find(name) === undefined) throw new Problem('confidential_missing')
    const position = metal === undefined ? undefined : positionIn(foldedView(projection, chain), client, metal)
    const body = { chain: name, ...(position === undefined ? {} : { position: position.toString() }) }
    return device.sign('chain.enrich', body) as unknown as Envelope
  }

  /** Does nothing more; what is under way stays in the outbox. */
  stop(): void {
    clearInterval(this.#timer)
    this.#steps.stop()
  }
}
