import type { DatabaseSync } from 'node:sqlite'
import { promotions } from '../../../chaincode/domains/promotions/tables.ts'
import { chains } from '../../../chaincode/domains/trade-chain/tables.ts'
import { type ReadEnvelope, readEnvelope, shapeEnvelope } from '../../../chaincode/envelope.ts'
import { bookOn } from '../../../institution/book.ts'
import { openDatabase } from '../../../institution/database.ts'
import { journalOn } from '../../../institution/journal.ts'
import { rewardJournalOn } from '../../../institution/reward-journal.ts'
import type { RewardEvent } from '../../../institution/rewards.ts'
import { type Hours, type ProductRule, type TradingRules, weekdays } from '../../../institution/rules.ts'
import { type ServiceEvent, type ServiceParts, serviceRound } from '../../../institution/service.ts'
import { understand } from '../../../terminal/sdk/answers.ts'
import { GatewayProblem } from '../../../terminal/sdk/errors.ts'
import type { Result } from '../../../terminal/sdk/result.ts'
import type { ChainFile } from '../../../terminal/sdk/trade-chain/chain-file.ts'
import type { Chaining, Opened } from '../../support/chaining.ts'
import type { Device } from '../../support/devices.ts'
import { cash, gold } from '../../support/exchange.ts'

/** All hours of all days. */
export const always: Hours = { zone: 'UTC', days: [...weekdays], from: '00:00', until: '24:00' }

/** Conditions under which what the tests trade is traded. */
export const ruleWith = (change: Partial<ProductRule> = {}): ProductRule => ({
  ...{ cash, minimumGrade: 'bbb', positionMinimum: '0', quantityMaximum: '1000000', amountMaximum: '1000000000' },
  hours: [always],
  price: { reference: '550', bandPerMille: 50 },
  ...change,
})

export const rulesWith = (change: Partial<ProductRule> = {}): TradingRules => ({
  metal: { [gold]: ruleWith(change) },
  stock: { '600519': ruleWith(change) },
})

/** An envelope that was recorded, with the text beside it. */
interface Recorded {
  envelope: ReadEnvelope
  confidential: string
  by: Device
}

const problem = (status: number, code: string) => new GatewayProblem({ status, code, title: code })

/**
 * The institution's program at its own gateway, over a ledger in memory whose rules decide what it sends. A gateway in memory has what stands on
 * the ledger; a test may forge its files, lose its answers, and end the program at any point.
 */
export class Desk {
  readonly on: Chaining
  readonly recorded = new Map<string, Recorded[]>()
  readonly listed: object[] = []
  readonly database: DatabaseSync
  readonly events: (ServiceEvent | RewardEvent)[] = []
  /** The bodies of each request that came in, as they were sent. */
  readonly posted: { text: string; confidential: string }[] = []
  rules: TradingRules = rulesWith()
  /** What somebody on the way makes of a chain's file. */
  forge: (file: ChainFile) => ChainFile = (file) => file
  /** Takes over the next sendings one by one: before or behind the ledger takes it. */
  readonly scripts: ('lost before' | 'lost behind')[] = []
  banks: ServiceParts['banks']
  /** Which rows the gateway does not tell. */
  hides = (_key: string): boolean => false
  execution: ServiceParts['execution']

  constructor(on: Chaining, database = openDatabase(':memory:')) {
    this.on = on
    this.database = database
    this.execution = bookOn(database)
  }

  /** A chain that alice opened and her bank sent, as the institution's gateway lists it. */
  async sent(
    change?: Parameters<Chaining['opening']>[0],
    trade?: Parameters<Chaining['opening']>[1],
    { trader, ...marked }: { mark?: string; trader?: 'same' | 'other' } = {},
  ): Promise<Opened> {
    const { on } = this
    const { body, first } = on.opening(change, trade, marked)
    const open = on.envelope(on.alice, 'chain.open', body)
    const effects = on.accepted((await on.apply(open)).outcomes[0] as never)
    const opened = { chain: String(effects['chain']), first }
    on.accepted(await on.enrich(opened))
    const { envelope, text } = on.sending(opened, trader === undefined ? {} : { trader })
    on.accepted((await on.apply(envelope, text)).outcomes[0] as never)
    this.recorded.set(opened.chain, [
      { envelope: readEnvelope(open), confidential: first, by: on.alice },
      { envelope: readEnvelope(envelope), confidential: text, by: on.dispatcher },
    ])
    this.#list(readEnvelope(envelope))
    return opened
  }

  #list({ id, instruction: { kind, from, body } }: ReadEnvelope): void {
    const position = `${this.listed.length + 1}.0.0`
    const ledger = { block: `${this.listed.length + 1}`, transaction: 'ab', position }
    this.listed.unshift({ id, status: 'accepted', kind, from, body, ledger })
  }

  fileOf(chain: string): ChainFile {
    const all = this.recorded.get(chain)
    if (all === undefined) throw problem(404, 'not_found')
    return this.forge({
      format: 'assay-chain-1',
      ledger: 'assay',
      segments: all.map(({ envelope: { instruction, signature }, confidential }) => ({
        ...{ instruction: { ...instruction }, signature, confidential },
      })),
      signers: all.map(({ by: { participant, id: device, publicKey } }) => ({ participant, device, publicKey })),
    })
  }

  #read(path: string): unknown {
    const [, , , name = '', more = ''] = path.split('/')
    if (path.startsWith('/v1/chains/')) return this.fileOf(name)
    if (path.startsWith('/v1/promotions/')) return this.#valueOf(promotions.key(name))
    if (path.startsWith('/v1/records/')) return this.#rowOf(decodeURIComponent(name))
    if (!more.startsWith('instructions')) throw problem(404, 'not_found')
    // Two on a page, so that a look goes over several.
    const start = Number(new URLSearchParams(more.split('?')[1]).get('after') ?? '0')
    const next = start + 2 < this.listed.length ? { next: `${start + 2}` } : {}
    return { items: this.listed.slice(start, start + 2), ...next, height: '9' }
  }

  /** A row as who may read it is told; what a test hides is none. */
  #valueOf(key: string): unknown {
    const value = this.hides(key) ? undefined : this.on.scene.ledger.row(key)
    if (value === undefined) throw problem(404, 'not_found')
    return typeof value === 'string' ? JSON.parse(value) : value
  }

  #rowOf(key: string): object {
    return { items: [{ value: this.#valueOf(key) }] }
  }

  get terminal(): ServiceParts['terminal'] {
    const { on } = this
    return {
      participant: 'institution-treasury',
      identity: async () => ({ ledger: 'assay', mspId: 'InstitutionMSP', resultKeys: {} }),
      read: async (path, shape) => understand(shape, JSON.parse(JSON.stringify(this.#read(path)))),
      make: async (kind, body) => readEnvelope(on.envelope(on.executor, kind, body)),
      send: async (envelope, _patience, delivery) =>
        delivery === undefined
          ? this.#sendOpenly(envelope)
          : this.#send(envelope, delivery.beside['confidential'] as string),
    }
  }

  /** What was sent of rewards, with what became of it. */
  readonly rewarded: { text: string; kind: string; outcome: Result }[] = []

  async #sendOpenly({ instruction, signature, id, text }: ReadEnvelope): Promise<Result> {
    const script = this.scripts.shift()
    const pending: Result = { id, status: 'pending', taken: false }
    const known = this.rewarded.find((one) => one.text === text && one.outcome.status !== 'pending')?.outcome
    const whole = `{"instruction":${text},"signature":"${signature}"}`
    const outcome = script === 'lost before' ? pending : (known ?? ((await this.on.apply(whole)).outcomes[0] as Result))
    this.rewarded.push({ text, kind: instruction.kind, outcome })
    return script === 'lost behind' ? pending : outcome
  }

  async #send(envelope: ReadEnvelope, confidential: string): Promise<Result> {
    const { instruction, signature, id } = envelope
    const text = `{"instruction":${envelope.text},"signature":"${signature}"}`
    this.posted.push({ text, confidential })
    const script = this.scripts.shift()
    const pending: Result = { id, status: 'pending', taken: false }
    if (script === 'lost before') return pending
    const { chain } = instruction.body as { chain: string }
    const all = this.recorded.get(chain) ?? []
    // A gateway tells again what became of what it knows.
    if (all.some((one) => one.envelope.id === id)) return { id, status: 'accepted', effects: {} } as Result
    const [outcome] = (await this.on.apply(text, confidential)).outcomes
    if (outcome?.status === 'accepted') {
      all.push({ envelope: shapeEnvelope({ instruction, signature }), confidential, by: this.on.executor })
      this.#list(envelope)
    }
    return script === 'lost behind' ? pending : (outcome as Result)
  }

  /** One look of the program, begun anew each time: nothing but the database is left of the one before. */
  round(change: Partial<ServiceParts> = {}): Promise<void> {
    return serviceRound({
      ...{
        terminal: this.terminal,
        journal: journalOn(this.database),
        rewards: rewardJournalOn(this.database),
        execution: this.execution,
        banks: this.banks,
      },
      rules: async () => this.rules,
      now: () => Number(this.on.scene.now),
      log: (event) => this.events.push(event),
      ...change,
    })
  }

  /** What the third segment of a chain says in confidence. */
  third(chain: Pick<Opened, 'chain'>): { target?: string; reason?: string } | undefined {
    const third = this.on.segments(chain)?.third
    return third === undefined ? undefined : JSON.parse(third)
  }

  status(chain: Pick<Opened, 'chain'>): string | undefined {
    return this.database.prepare('SELECT status FROM received WHERE chain = ?').get(chain.chain)?.['status'] as string
  }

  trades(): object[] {
    return this.database.prepare('SELECT chain, quantity, amount, target, status FROM trade').all()
  }

  chainStatus({ chain }: Pick<Opened, 'chain'>): string | undefined {
    const row = this.on.scene.ledger.row(chains.key(chain)) as { status?: string } | undefined
    return row?.status
  }
}
