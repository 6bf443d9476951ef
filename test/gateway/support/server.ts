import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Logger, pino } from 'pino'
import { createApp } from '../../../gateway/app.ts'
import type { Configuration } from '../../../gateway/configuration.ts'
import { CredentialStore } from '../../../gateway/credentials/credential-store.ts'
import { Passwords } from '../../../gateway/credentials/password.ts'
import { DocumentStore } from '../../../gateway/documents/document-store.ts'
import type { BlobStore } from '../../../gateway/mailbox/blob-store.ts'
import { KeptBlobs } from '../../../gateway/mailbox/kept-blobs.ts'
import { LaidBlobs } from '../../../gateway/mailbox/laid-blobs.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { openApi } from '../../../gateway/openapi/openapi.ts'
import type { CodeDrawing } from '../../../gateway/payments/code-drawing.ts'
import { Payments } from '../../../gateway/payments/views.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { allRoutes } from '../../../gateway/routes/routes.ts'
import { challengeText } from '../../../gateway/services/challenges.ts'
import { Documents } from '../../../gateway/services/documents.ts'
import { EventStreams } from '../../../gateway/services/event-streams.ts'
import { GatewayDevice } from '../../../gateway/services/gateway-device.ts'
import { type GoodsRecords, goodsRecords } from '../../../gateway/services/goods-records.ts'
import { Guard } from '../../../gateway/services/guard.ts'
import type { Instructions } from '../../../gateway/services/instructions.ts'
import { openLoginServices } from '../../../gateway/services/login-services.ts'
import { Mailbox } from '../../../gateway/services/mailbox.ts'
import { ResultKeys } from '../../../gateway/services/result-keys.ts'
import { Sessions } from '../../../gateway/services/sessions.ts'
import type { BankStores } from '../../../gateway/trade-chain/bank.ts'
import type { Paths } from '../../../gateway/trade-chain/paths.ts'
import type { ProposalsInConfidence } from '../../../gateway/trade-chain/proposals-in-confidence.ts'
import { type Device, signatureOver } from '../../support/devices.ts'
import { MemoryBlobs } from './memory-blobs.ts'
import { freshSigner } from './signer.ts'

/** An answer of a gateway, with whatever JSON it holds: the tests say what they expect of it. */
export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the tests find out
  body: any
}

const usual = {
  organisation: 'bank',
  mspId: 'BankMSP',
  channel: 'assay',
  gateways: {},
  messages: { type: 'inbox' },
  deviceAuthorisation: { ways: ['message', 'password'], demand: 'any' },
  limits: { wrongTriesPerAddress: 1000, documentBytesPerParticipant: 200_000, mailboxBytesPerParticipant: 4_000_000 },
} as unknown as Configuration

// Passwords cost next to nothing here, so that a test may try many.
const cheap = { logN: 4, r: 1, p: 1 }

/** What a test wants otherwise than usual. */
interface Change {
  configuration?: Partial<Configuration>
  instructions?: Pick<Instructions, 'accept'> & Partial<Pick<Instructions, 'find'>>
  log?: Logger
  /** Draws payment codes; none, no code is told. */
  drawing?: CodeDrawing
  /** What the ledger says of documents, where a test says it instead. */
  records?: Partial<GoodsRecords>
  resultKeys?: Pick<ResultKeys, 'learn' | 'published'>
  /** Where the mailbox's bytes lie; in memory, where a test says nothing. */
  store?: BlobStore
  /** What a bank keeps of trade chains; none, the member is no bank. */
  bank?: Pick<BankStores, 'texts' | 'references' | 'authentications' | 'deliveries'>
  /** What officers propose in confidence; none, as the bank. */
  proposals?: ProposalsInConfidence
  /** The paths from a bank to its institutions. */
  paths?: Paths
}

type StreamLimits = Omit<ConstructorParameters<typeof EventStreams>[0], 'projection'>

/** The gateway's HTTP side over a projection, without Fabric: what would ask the peer answers with nothing. */
export class TestServer {
  readonly projection: Projection
  readonly sessions: Sessions
  readonly streams: EventStreams
  /** What an auditor's reading left in the log. */
  readonly audited: { subject: object }[] = []
  /** What lies off the ledger, as a service of this gateway has it. */
  readonly documents: Documents
  /** The bytes of the mailbox, in memory. */
  readonly blobs = new MemoryBlobs()
  readonly laid = new LaidBlobs(':memory:')
  /** The same with the list of who laid them down. */
  readonly kept: KeptBlobs
  /** The time by which the mailbox counts. */
  now = 1_000_000_000_000
  readonly routes: ReturnType<typeof allRoutes>
  readonly signer: ReturnType<typeof freshSigner>
  readonly metrics: ReturnType<typeof createMetrics>
  readonly #server: Server
  readonly #people: ReturnType<typeof openLoginServices>
  readonly #documents = new DocumentStore(':memory:')
  readonly #credentials = new CredentialStore(':memory:')
  readonly #tokens = new Map<string, string>()

  constructor(projection: Projection, limits: StreamLimits = { streamsMaximum: 100 }, change: Change = {}) {
    const configuration = { ...usual, ...change.configuration }
    this.kept = new KeptBlobs(change.store ?? this.blobs, this.laid)
    const log = change.log ?? pino({ level: 'silent' })
    this.projection = projection
    const { channel: ledger, mspId } = configuration
    this.sessions = new Sessions({ ledger, mspId, secret: new Uint8Array(32).fill(7), projection })
    this.streams = new EventStreams({ projection, ...limits })
    const info = (values: object) => this.audited.push(values as { subject: object })
    const guard = new Guard({ sessions: this.sessions, projection, log: { info } as never })
    const signer = freshSigner(mspId)
    this.signer = signer
    const metrics = createMetrics()
    this.metrics = metrics
    const instructions = { find: () => undefined, ...change.instructions } as unknown as Instructions
    const { service } = configuration
    const registrar = service && new GatewayDevice(service, { ledger, projection })
    const parts = { configuration, projection, sessions: this.sessions, instructions, log, registrar }
    this.#people = openLoginServices(parts, { store: this.#credentials, passwords: new Passwords(cheap) })
    this.documents = new Documents({
      ...{ store: this.#documents, signer, gateways: configuration.gateways, metrics },
      records: { ...goodsRecords(projection.records), ...change.records },
      bytesPerParticipant: configuration.limits.documentBytesPerParticipant,
    })
    this.routes = allRoutes({
      ...{ configuration, projection, guard, sessions: this.sessions, streams: this.streams, signer },
      resultKeys: (change.resultKeys ?? new ResultKeys({ signer, gateways: {}, log })) as ResultKeys,
      ...{ instructions, ...this.#people.services },
      payments: new Payments({ projection, instructions, drawing: change.drawing }),
      documents: this.documents,
      bank: change.bank,
      proposals: change.proposals,
      paths: change.paths,
      mailbox: new Mailbox({
        ...{ blobs: this.kept, view: projection.view, signer, gateways: configuration.gateways, metrics, log },
        ...{ now: () => this.now },
        bytesPerParticipant: configuration.limits.mailboxBytesPerParticipant,
      }),
      metrics,
      readiness: () => ({ ready: true, checks: {}, problems: [] }),
      description: openApi(),
    })
    this.#server = createServer(
      createApp(
        { gateways: configuration.gateways, limits: { requestsPerMinute: 1_000_000 } },
        { log, routes: this.routes },
      ),
    )
    // Server and asker share one process here. Where a busy machine stops it for some seconds, a connection would be closed as idle in the
    // same turn in which the next request leaves on it, which is told as ECONNRESET and says nothing about a gateway.
    this.#server.keepAliveTimeout = 0
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return this
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** A token for the device; the same one when it is asked for again. */
  async tokenOf(device: Device): Promise<string> {
    const known = this.#tokens.get(device.id)
    if (known !== undefined) return known
    const claim = { participant: device.participant, device: device.id }
    const { challenge } = this.sessions.challenges.issue(claim)
    const text = challengeText({ ledger: usual.channel, mspId: this.signer.mspId, challenge })
    const signature = signatureOver(text, device.privateKey)
    const { token } = await this.sessions.open({ ...claim, challenge, signature })
    this.#tokens.set(device.id, token)
    return token
  }

  async headersOf(device: Device | undefined): Promise<{ [name: string]: string }> {
    return device === undefined ? {} : { authorization: `Bearer ${await this.tokenOf(device)}` }
  }

  /** Asks as a device, or as nobody. */
  async get(path: string, device?: Device): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, { headers: await this.headersOf(device) })
    return { status: response.status, body: await response.json() }
  }

  async close(): Promise<void> {
    this.streams.close()
    this.#people.close()
    this.#credentials.close()
    this.#documents.close()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    this.projection.close()
  }
}
