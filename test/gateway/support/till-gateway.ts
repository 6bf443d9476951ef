import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Rejected } from '../../../chaincode/outcome.ts'
import type { Configuration } from '../../../gateway/configuration.ts'
import { createMetrics, type Metrics } from '../../../gateway/metrics.ts'
import { Outbox, type Pending } from '../../../gateway/outbox/outbox.ts'
import type { CodeDrawing } from '../../../gateway/payments/code-drawing.ts'
import type { Projection, Recorded } from '../../../gateway/projection/projection.ts'
import { GatewayDevice } from '../../../gateway/services/gateway-device.ts'
import { Instructions } from '../../../gateway/services/instructions.ts'
import type { Stamper } from '../../../gateway/services/stamper.ts'
import { openStamping } from '../../../gateway/stamping.ts'
import { connect, type TerminalEvent } from '../../../terminal/sdk/connection.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../terminal/sdk/terminal.ts'
import type { Device } from '../../support/devices.ts'
import { only, Scene } from '../../support/scene.ts'
import { Till } from '../../support/till.ts'
import { blocksOf, projectionOf } from './blocks.ts'
import { TestServer } from './server.ts'

interface Change {
  payments?: Partial<Configuration['payments']>
  limits?: Partial<Configuration['limits']>
}

type OnBlock = (recorded: Recorded[]) => void

/**
 * The bank's gateway before a till, over HTTP: its own way of taking instructions in, with stamps and codes, and a ledger in
 * memory that really decides. Only Fabric between the two is left out.
 */
export class TillGateway {
  readonly till: Till
  readonly projection: Projection
  readonly outbox: Outbox
  readonly drawing: CodeDrawing
  readonly stamper: Stamper
  readonly instructions: Instructions
  readonly metrics: Metrics
  readonly server: TestServer
  /** The texts that went to the ledger. */
  readonly submitted: string[] = []
  readonly stampDevice: GatewayDevice
  /** Holds what is promised back from the ledger. */
  isHeld = false
  /** Whether the projection has read what the peer had at the start. */
  isCaughtUp = true
  readonly #folder: string
  readonly #blocks: OnBlock[] = []
  #rejected: (outcome: Rejected) => void = () => {}
  #work: Promise<unknown> = Promise.resolve()
  readonly #held: Pending[] = []

  private constructor(till: Till, change: Change) {
    this.till = till
    this.#folder = mkdtempSync(join(tmpdir(), 'assay-till-'))
    this.projection = projectionOf(blocksOf(till.scene.ledger))
    this.outbox = new Outbox(':memory:')
    this.metrics = createMetrics()
    const configuration = {
      ...{ organisation: 'bank', mspId: 'BankMSP', channel: 'assay', gateways: {} },
      payments: { codeSeconds: 60, answerSeconds: 60, keepsOlder: false, ...change.payments },
      limits: {
        ...{ pendingInstructions: 100, waitSeconds: 10, wrongCodesPerMerchant: 3, wrongTriesPerAddress: 1000 },
        ...change.limits,
      },
    } as Configuration
    const { projection, outbox, metrics } = this
    const keyFile = join(this.#folder, 'stamp.key')
    writeFileSync(keyFile, till.service.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const service = { participant: till.service.participant, keyFile }
    const device = new GatewayDevice(service, { ledger: 'assay', projection })
    this.stampDevice = device
    const isCaughtUp = () => this.isCaughtUp
    const opened = { codeKey: randomBytes(32), devices: { stamp: device }, projection, metrics, isCaughtUp }
    const { drawing, stamper } = openStamping(configuration, opened) as Required<ReturnType<typeof openStamping>>
    this.drawing = drawing
    this.stamper = stamper
    const nothing = () => {}
    const follower = {
      ...{ onRead: nothing, nextBlock: async () => {} },
      onBlock: (listener: OnBlock) => this.#blocks.push(listener),
    }
    const lanes = {
      push: (pending: Pending, _route: object, stored?: Promise<void>) => this.#push(pending, stored),
      onRejected: (listener: (outcome: Rejected) => void) => {
        this.#rejected = listener
      },
      ...{ onAgain: nothing, onRoute: nothing, onOutage: nothing, waitingFor: nothing, expectedWaitSeconds: () => 0 },
    }
    const parts = { configuration, projection, outbox, lanes, follower, metrics, stamper: this.stamper, clock: {} }
    this.instructions = new Instructions(parts as unknown as ConstructorParameters<typeof Instructions>[0])
    const { instructions } = this
    this.server = new TestServer(projection, undefined, {
      configuration,
      drawing,
      instructions: { accept: instructions.accept.bind(instructions), find: instructions.find.bind(instructions) },
    })
  }

  /** Opens it before a till that stands already, or before a fresh one. */
  static async open(change: Change = {}, opened?: Till): Promise<TillGateway> {
    const till = opened ?? (await Till.open(await Scene.open()))
    const gateway = new TillGateway(till, change)
    await gateway.server.listen()
    return gateway
  }

  #push(pending: Pending, stored?: Promise<void>): void {
    if (this.isHeld) this.#held.push(pending)
    else this.#work = this.#work.then(() => stored).then(() => this.#decide(pending))
  }

  /** Lets what was held go on, as a lane does that could not reach the ledger. */
  async release(): Promise<void> {
    this.isHeld = false
    for (const pending of this.#held.splice(0)) this.#push(pending)
    await this.#work
  }

  async #decide({ id, envelope }: Pending): Promise<void> {
    const { scene } = this.till
    scene.now = BigInt(Date.now())
    const text = this.stamper.freshen(envelope)
    this.submitted.push(text)
    const outcome = only(await scene.apply(text, { gateway: 'BankMSP' }))
    this.#readBlocks()
    if (outcome.status === 'rejected') this.#rejected({ ...outcome, id })
  }

  /** Takes in what the ledger has gained, also by a test's own hand. */
  #readBlocks(): void {
    for (const block of blocksOf(this.till.scene.ledger).slice(Number(this.projection.height))) {
      const recorded = this.projection.apply(block)
      for (const listener of this.#blocks) listener(recorded)
    }
    this.server.streams.wake()
  }

  /** A terminal of a device, whose numbers follow those that the till used for it. */
  terminal(device: Device, events: TerminalEvent[] = [], fetch = globalThis.fetch): Terminal {
    return new Terminal({
      connection: connect(this.server.url, { fetch, log: (event) => events.push(event) }),
      participant: device.participant,
      signer: device.signer,
      numbers: memoryNumbers(this.till.scene.account(device.participant).devices[device.id]?.highest ?? 0n),
    })
  }

  /** Has the till's own devices do something on the ledger, beside the gateway. */
  async meanwhile(work: (till: Till) => Promise<unknown>): Promise<void> {
    this.till.scene.now = BigInt(Date.now())
    await work(this.till)
    this.#readBlocks()
  }

  async close(): Promise<void> {
    await this.#work
    await this.server.close()
    this.outbox.close()
    rmSync(this.#folder, { recursive: true })
  }
}
