import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Rejected } from '../../../chaincode/outcome.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import type { Configuration } from '../../../gateway/configuration.ts'
import type { PrivateValue, ReadBlock } from '../../../gateway/fabric/block.ts'
import { Inventory } from '../../../gateway/files/inventory.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { Outbox, type Pending } from '../../../gateway/outbox/outbox.ts'
import type { Projection, Recorded } from '../../../gateway/projection/projection.ts'
import { GatewayDevice } from '../../../gateway/services/gateway-device.ts'
import { Instructions } from '../../../gateway/services/instructions.ts'
import { openStamping } from '../../../gateway/stamping.ts'
import { AuthenticationStore } from '../../../gateway/trade-chain/authentication-store.ts'
import { BankService } from '../../../gateway/trade-chain/bank-service.ts'
import { Deliveries } from '../../../gateway/trade-chain/deliveries.ts'
import { GradeService } from '../../../gateway/trade-chain/grade-service.ts'
import { IdentityReferences } from '../../../gateway/trade-chain/identity-references.ts'
import { Paths } from '../../../gateway/trade-chain/paths.ts'
import { ProposalsInConfidence } from '../../../gateway/trade-chain/proposals-in-confidence.ts'
import { ChainReceiving } from '../../../gateway/trade-chain/receiving.ts'
import { firstTexts, proposedTexts, SealedTexts } from '../../../gateway/trade-chain/sealed-texts.ts'
import { Chaining } from '../../support/chaining.ts'
import { confidentialBody, digestOfHex, sentBeside } from '../../support/confidential.ts'
import type { Device } from '../../support/devices.ts'
import type { Block } from '../../support/ledger.ts'
import { only } from '../../support/scene.ts'
import { wayOf } from '../../support/way.ts'
import { blockOf, projectionOf } from './blocks.ts'
import { identitySamples } from './identities.ts'
import { type Answer, TestServer } from './server.ts'

const collection = 'pair-bank-institution'

/** A block with what of the pair's rows a peer of it hands out beside it. */
export const blockWithPair = (block: Block): ReadBlock => {
  const read = blockOf(block)
  const hidden = block.transactions.map(({ proposal }) =>
    proposal.readWriteSet.writes
      .filter(({ table }) => table === collection)
      .map(({ key, value }) => ({
        ...{ collection, key, keyHash: digestOfHex(key) },
        ...(value === undefined
          ? { value: '', valueHash: null }
          : { value: String(value), valueHash: digestOfHex(String(value)) }),
      })),
  )
  const values = hidden.flat().filter((one) => one.valueHash !== null) as PrivateValue[]
  const transactions = read.transactions.map((one, place) => ({ ...one, hidden: hidden[place] ?? [] }))
  return { ...read, transactions, shared: { collections: [collection], values } }
}

type Opening = Parameters<Chaining['opening']>[0]
type Trade = Parameters<Chaining['opening']>[1]

/** A first chain as its client's device makes it. */
export interface Made {
  chain: string
  envelope: object
  text: string
}

type OnBlock = (recorded: Recorded[]) => void

/**
 * The bank's gateway of `Chaining`, over HTTP, with its own way of taking chains in and on, and a ledger in memory that really decides. Only
 * Fabric between the two is left out. alice is known by one identity of each type but the phone.
 */
export class BankGateway {
  readonly on: Chaining
  readonly projection: Projection
  readonly outbox: Outbox
  readonly texts: SealedTexts
  readonly references: IdentityReferences
  readonly authentications: AuthenticationStore
  readonly receiving: ChainReceiving
  readonly proposed: SealedTexts
  readonly proposals: ProposalsInConfidence
  readonly instructions: Instructions
  readonly server: TestServer
  readonly paths: Paths
  readonly deliveries: Deliveries
  /** By which key the bank's gateway is known at institutions' servers; on record, where no test changes it. */
  pin = 'B'.repeat(43)
  readonly device: GatewayDevice
  /** The folder of the gateway's own files. */
  readonly folder = mkdtempSync(join(tmpdir(), 'assay-bank-'))
  /** The texts that went to the ledger, with what went beside them. */
  readonly submitted: { envelope: string; confidential: string | undefined }[] = []
  /** What a service logged. */
  readonly logged: object[] = []
  /** Holds what is promised back from the ledger. */
  isHeld = false
  /** The same for instructions of some kinds alone, as of an institution that is away. */
  holdsBack = (_kind: string): boolean => false
  isCaughtUp = true
  /** How many chains may be without an answer at an institution; counts from the next `serve`. */
  unansweredMaximum = 100
  /** What the receiving takes for the present, in UTC milliseconds. */
  now = Date.now
  service: BankService
  grading: GradeService
  readonly #blocks: OnBlock[] = []
  #rejected: (outcome: Rejected) => void = () => {}
  #work: Promise<unknown> = Promise.resolve()
  readonly #held: Pending[] = []
  /** What was recorded since the service was last told. */
  readonly #unseen: Recorded[] = []

  private constructor(on: Chaining) {
    this.on = on
    const inventory = new Inventory(this.folder)
    this.projection = projectionOf([])
    this.outbox = new Outbox(inventory)
    this.texts = new SealedTexts(inventory, firstTexts)
    this.references = new IdentityReferences(inventory)
    this.authentications = new AuthenticationStore(inventory)
    const { authentications } = this
    this.deliveries = new Deliveries(inventory)
    const { projection, outbox, texts, references, deliveries } = this
    this.paths = new Paths({ mspId: 'BankMSP', projection, ageSeconds: 180 })
    this.#readBlocks()
    const isCaughtUp = () => this.isCaughtUp
    this.proposed = new SealedTexts(inventory, proposedTexts)
    const ofProposals = { mspId: 'BankMSP', proposed: this.proposed, projection, isCaughtUp }
    this.proposals = new ProposalsInConfidence({ ...ofProposals, now: () => this.now() })
    const shared = { mspId: 'BankMSP', texts, references, projection, outbox, isCaughtUp }
    this.receiving = new ChainReceiving({ ...shared, now: () => this.now() })
    const configuration = this.#configuration()
    const metrics = createMetrics()
    const devices = { stamp: this.#deviceOf(on.service) }
    const opened = { codeKey: new Uint8Array(32), devices, projection, metrics, isCaughtUp, chains: this.receiving }
    const { stamper } = openStamping(configuration, opened)
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
    const parts = { configuration, projection, outbox, lanes, follower, metrics, stamper, clock: {} }
    this.instructions = new Instructions({ ...parts, chainTexts: this.receiving } as never)
    const { instructions } = this
    this.#blocks.push((recorded) => this.receiving.look(recorded))
    this.#blocks.push((recorded) => this.proposals.look(recorded))
    this.server = new TestServer(projection, undefined, {
      ...{ configuration, bank: { texts, references, authentications, deliveries } },
      ...{ proposals: this.proposals, paths: this.paths },
      instructions: { accept: instructions.accept.bind(instructions), find: instructions.find.bind(instructions) },
    })
    this.device = this.#deviceOf(on.dispatcher)
    const served = this.serve()
    this.service = served.service
    this.grading = served.grading
  }

  static async open(on?: Chaining): Promise<BankGateway> {
    const chaining = on ?? (await Chaining.open())
    await chaining.reached('east')
    await chaining.done(chaining.dispatcher, 'bank.reach', { keys: ['B'.repeat(43)] })
    const gateway = new BankGateway(chaining)
    gateway.on.scene.now = BigInt(Date.now())
    for (const type of ['account-number', 'resident-id', 'certificate'] as const)
      gateway.references.put('alice', { type, value: identitySamples[type] })
    await gateway.server.listen()
    return gateway
  }

  #configuration(): Configuration {
    return {
      ...{ organisation: 'bank', mspId: 'BankMSP', channel: 'assay', gateways: {} },
      dispatcher: { unansweredMaximum: 100 },
      payments: { codeSeconds: 60, answerSeconds: 60, keepsOlder: false },
      limits: {
        ...{ pendingInstructions: 100, waitSeconds: 10, wrongCodesPerMerchant: 3, wrongTriesPerAddress: 1000 },
      },
    } as unknown as Configuration
  }

  #deviceOf({ participant, privateKey }: Device): GatewayDevice {
    const keyFile = join(this.folder, `${participant}.key`)
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    return new GatewayDevice(
      { participant, keyFile },
      { ledger: 'assay', projection: this.projection, outbox: this.outbox },
    )
  }

  /** Starts the bank's service anew, as a restart does. */
  serve(): { service: BankService; grading: GradeService } {
    this.service?.stop()
    this.grading?.stop()
    const { projection, instructions, outbox, texts, references, logged } = this
    const note = (values: object) => logged.push(values)
    const nextBlock = () => new Promise<void>((resume) => setImmediate(resume))
    const shared = {
      ...{ mspId: 'BankMSP', device: this.#deviceOf(this.on.dispatcher) },
      ...{ projection, instructions, outbox, isCaughtUp: () => this.isCaughtUp },
      ...{ follower: { nextBlock: nextBlock as never }, log: { warn: note, info: note } as never },
    }
    // A test says when it looks.
    const intervalMilliseconds = 2 ** 30
    const { unansweredMaximum } = this
    const ofPaths = { paths: this.paths, pin: this.pin }
    const sending = { answerSeconds: 3_600, unansweredMaximum, texts, references, ...ofPaths }
    this.service = new BankService({ ...shared, ...sending, intervalMilliseconds })
    this.grading = new GradeService({ ...shared, consortium: projection.consortium })
    const { service, grading } = this
    return { service, grading }
  }

  #push(pending: Pending, stored?: Promise<void>): void {
    const { kind } = JSON.parse(pending.envelope).instruction
    if (this.isHeld || this.holdsBack(kind)) this.#held.push(pending)
    else this.#work = this.#work.then(() => stored).then(() => this.#decide(pending))
  }

  /** Lets what was held go on, as a lane does that could not reach the ledger. */
  async release(): Promise<void> {
    this.isHeld = false
    this.holdsBack = () => false
    for (const pending of this.#held.splice(0)) this.#push(pending)
    await this.#work
  }

  async #decide({ id, envelope, confidential }: Pending): Promise<void> {
    const { scene } = this.on
    scene.now = BigInt(Date.now())
    this.submitted.push({ envelope, confidential })
    const beside = confidential === undefined ? {} : { transient: sentBeside([[envelope, confidential]]) }
    const outcome = only(await scene.apply(envelope, { ...wayOf(scene, envelope), ...beside }))
    this.#readBlocks()
    if (outcome.status === 'rejected') this.#rejected({ ...outcome, id })
  }

  #readBlocks(): void {
    for (const block of this.on.scene.ledger.blocks.slice(Number(this.projection.height))) {
      const recorded = this.projection.apply(blockWithPair(block))
      this.#unseen.push(...recorded)
      for (const listener of this.#blocks) listener(recorded)
    }
  }

  /** Has somebody do something on the ledger, beside this gateway. */
  async meanwhile<T>(work: (on: Chaining) => Promise<T>): Promise<T> {
    this.on.scene.now = BigInt(Date.now())
    const done = await work(this.on)
    this.#readBlocks()
    return done
  }

  /** Has somebody hear of what each block records. */
  onBlock(listener: OnBlock): void {
    this.#blocks.push(listener)
  }

  /** A first chain of alice's: a sale of 1,000 mg of gold, known by her account, unless it says otherwise. */
  made(change: Opening = {}, trade: Trade = {}, identity: object = {}, by = this.on.alice): Made {
    this.on.scene.now = BigInt(Date.now())
    const { text, digest: first } = confidentialBody({
      identity: { type: 'account-number', value: identitySamples['account-number'], ...identity },
      trade: { quantity: '1000', limitPrice: '550', ...trade } as never,
    })
    const { body } = this.on.opening({ first, ...change })
    return this.signed(body, text, by)
  }

  signed(body: Body<'chain.open'>, text: string, by = this.on.alice): Made {
    const envelope = JSON.parse(this.on.envelope(by, 'chain.open', body))
    return { chain: digest(signingText(envelope.instruction)), envelope, text }
  }

  /** Posts an instruction with what goes beside it, and waits for its outcome. */
  async post({ envelope, text }: { envelope: object; text: string | undefined }): Promise<Answer> {
    const response = await fetch(`${this.server.url}/v1/instructions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=20' },
      body: JSON.stringify({ ...envelope, ...(text === undefined ? {} : { confidential: text }) }),
    })
    return { status: response.status, body: await response.json() }
  }

  /** Has a first chain taken in; answers its name and its text, as `Chaining` has them. */
  async taken(...making: Parameters<BankGateway['made']>): Promise<{ chain: string; first: string }> {
    const made = this.made(...making)
    const { status, body } = await this.post(made)
    if (status !== 200) throw new Error(`not taken: ${JSON.stringify(body)}`)
    return { chain: made.chain, first: made.text }
  }

  /** Has the service look until something is there. */
  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const unseen = this.#unseen.splice(0)
      this.service.look(unseen)
      this.grading.look(unseen)
      const found = find()
      if (found !== undefined) return found
      await new Promise((resume) => setImmediate(resume))
    }
  }

  /** Has the service look until a chain stands so. */
  untilStands({ chain }: { chain: string }, status: string): Promise<true> {
    return this.until(() => (this.on.chain({ chain })?.status === status ? true : undefined))
  }

  /** How often an instruction of a kind went to the ledger. */
  sent(kind: string): { envelope: string; confidential: string | undefined }[] {
    return this.submitted.filter(({ envelope }) => JSON.parse(envelope).instruction.kind === kind)
  }

  async close(): Promise<void> {
    this.service.stop()
    this.grading.stop()
    await this.#work
    await this.server.close()
    this.outbox.close()
    this.texts.close()
    this.proposed.close()
    this.references.close()
    this.authentications.close()
    this.deliveries.close()
    rmSync(this.folder, { recursive: true })
  }
}
