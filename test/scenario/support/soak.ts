import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Kind } from '../../../chaincode/vocabulary.ts'
import { enrolRegistrar } from '../../../gateway/enrol-registrar.ts'
import { takeDown } from '../../../network/down.ts'
import { findRunning, listProcesses, stopProcess } from '../../../network/process.ts'
import { readMetric, waitForOrderers } from '../../../network/ready.ts'
import {
  gatewayOrganisations,
  ordererOrganisations,
  peerOrganisations,
  type Topology,
} from '../../../network/topology.ts'
import { bringUp } from '../../../network/up.ts'
import { ensureDesk } from '../../../scripts/desk.ts'
import { gatewayUrl, startGateways } from '../../../scripts/gateways.ts'
import { ensureMatcher } from '../../../scripts/matcher.ts'
import { ensureService, registerService } from '../../../scripts/service.ts'
import { findDifferences, waitUntilAllStand } from './agreement.ts'
import { honoured, idOf, Person, post, waitForOutcome } from './people.ts'

export interface SoakOptions {
  topology: Topology
  /** How many blocks to make between all that goes wrong. */
  blocks: number
  /** How often everything is stopped in order and started again. */
  restarts: number
  report: (line: string) => void
}

const voucher = 'SOAK-1'
// What is promised, and not waited for, right before something ends.
const promisedAtOnce = 6

/**
 * A network that is used while its machines are stopped, killed and started again. After each of it every orderer follows,
 * all peers and projections are equal, and every promised instruction has its outcome; anything else throws.
 */
export class Soak {
  readonly #options: SoakOptions
  readonly #promised = new Set<string>()
  readonly #treasury = new Person('soak-treasury')
  #sent = 0

  constructor(options: SoakOptions) {
    this.#options = options
  }

  async #start(): Promise<void> {
    const { topology } = this.#options
    const quiet = () => {}
    await bringUp(topology, { report: quiet })
    await ensureDesk(topology)
    await ensureMatcher(topology)
    await ensureService(topology)
    await startGateways(topology, quiet)
    await registerService(topology)
  }

  #url(organisation: string): string {
    const one = gatewayOrganisations(this.#options.topology).find(({ name }) => name === organisation)
    if (one === undefined) throw new Error(`${organisation} runs no gateway`)
    return gatewayUrl(one)
  }

  async #openAccounts(): Promise<void> {
    const { dataFolder } = this.#options.topology
    const configuration = JSON.parse(readFileSync(join(dataFolder, 'admins', 'institution.json'), 'utf8'))
    const registrar = new Person('soak-registrar')
    await enrolRegistrar(configuration, registrar.card('registrar desk'))
    const url = this.#url('institution')
    const register = (person: Person, type: 'person' | 'organisation', roles: ('issuer' | 'customer')[]) =>
      honoured(url, registrar, 'participant.register', {
        participant: person.participant,
        type,
        device: person.newDevice(roles),
      })
    await register(this.#treasury, 'organisation', ['issuer', 'customer'])
    await register(new Person('soak-payee'), 'person', ['customer'])
    await honoured(url, this.#treasury, 'voucher.issue', {
      voucher,
      name: 'Soak',
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
      functions: ['transfer'],
      quantity: '1000000',
    })
  }

  #transfer() {
    const kind: Kind = 'voucher.transfer'
    return this.#treasury.envelope(kind, { voucher, to: 'soak-payee', quantity: '1' })
  }

  /** Makes so many blocks, each by one transfer, waiting for its outcome. */
  async #makeBlocks(count: number): Promise<void> {
    for (let made = 0; made < count; made += 1) {
      const envelope = this.#transfer()
      this.#promised.add(idOf(envelope))
      const { status, body } = await post(this.#url('institution'), envelope, 60)
      // Right after a machine died the ledger may need longer than one request waits; what is kept comes to its outcome.
      const isKept = status === 202 || body.outcome === 'pending'
      const outcome = isKept ? await waitForOutcome(this.#url('institution'), idOf(envelope), 90) : { status, body }
      if (outcome.status !== 200) {
        throw new Error(`transfer ${this.#sent} ended with ${outcome.status}: ${JSON.stringify(outcome.body)}`)
      }
      this.#sent += 1
    }
  }

  /** Sends transfers without waiting; only what was answered with a promise has to be kept. */
  async #promise(): Promise<void> {
    for (let count = 0; count < promisedAtOnce; count += 1) {
      const envelope = this.#transfer()
      const answer = await post(this.#url('institution'), envelope, 0).catch(() => undefined)
      if (answer?.status === 202 || answer?.status === 200) this.#promised.add(idOf(envelope))
    }
  }

  /** Every orderer follows a new block, everything is equal everywhere, and nothing that was promised is left. */
  async #requireWhole(): Promise<void> {
    const { topology } = this.#options
    await waitForOrderers(topology)
    const before = await waitUntilAllStand(topology)
    await this.#makeBlocks(1)
    const height = await waitUntilAllStand(topology, before + 1)
    await waitForOrderers(topology)
    for (const { name, orderer } of ordererOrganisations(topology)) {
      const block = await readMetric(orderer.operationsPort, 'consensus_etcdraft_committed_block_number')
      if (block === undefined || block < height - 1)
        throw new Error(`orderer-${name} stands at ${block} of ${height - 1}`)
    }
    const differences = await findDifferences(topology, height)
    if (differences.length > 0) throw new Error(differences.slice(0, 5).join('; '))
    for (const id of this.#promised) {
      const { body } = await waitForOutcome(this.#url('supplier'), id, 60)
      if (body.status !== 'accepted') throw new Error(`the promised instruction ${id} became ${JSON.stringify(body)}`)
    }
    this.#promised.clear()
  }

  #kill(names: readonly string[]): void {
    for (const name of names) {
      const record = findRunning(this.#options.topology.dataFolder, name)
      if (record !== undefined) process.kill(record.pid, 'SIGKILL')
    }
  }

  async #restart(): Promise<void> {
    await takeDown(this.#options.topology, () => {})
    await this.#start()
  }

  /** Everything dies at once, as in a power cut. */
  async #killAll(): Promise<void> {
    this.#kill(listProcesses(this.#options.topology.dataFolder).map(({ name }) => name))
    await this.#start()
  }

  async #killOne(name: string): Promise<void> {
    this.#kill([name])
    // The others go on, or promise what waits for this one.
    await this.#promise()
    await this.#start()
  }

  async #deleteProjection(name: string): Promise<void> {
    const { dataFolder } = this.#options.topology
    await stopProcess(dataFolder, `gateway-${name}`)
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(join(dataFolder, 'gateways', name, `projection.sqlite${suffix}`), { force: true })
    }
    await this.#start()
  }

  #incidents(): [what: string, happen: () => Promise<void>][] {
    const { topology, restarts } = this.#options
    return [
      ...Array.from({ length: restarts }, (_, index): [string, () => Promise<void>] => [
        `restart ${index + 1} of ${restarts}`,
        () => this.#restart(),
      ]),
      ['a kill of everything at once', () => this.#killAll()],
      ...ordererOrganisations(topology).map(({ name }): [string, () => Promise<void>] => [
        `a kill of orderer-${name}`,
        () => this.#killOne(`orderer-${name}`),
      ]),
      ...peerOrganisations(topology).map(({ name }): [string, () => Promise<void>] => [
        `a kill of peer-${name}`,
        () => this.#killOne(`peer-${name}`),
      ]),
      ...gatewayOrganisations(topology).map(({ name }): [string, () => Promise<void>] => [
        `the projection of ${name} deleted`,
        () => this.#deleteProjection(name),
      ]),
    ]
  }

  /** Runs all of it, on a network of its own; answers how many blocks there were. Leaves the network running. */
  async run(): Promise<number> {
    const { topology, blocks, report } = this.#options
    const started = performance.now()
    const say = (line: string) => report(`${((performance.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`)
    await this.#start()
    await this.#openAccounts()
    say('the network is ready')
    const incidents = this.#incidents()
    for (const [index, [what, happen]] of incidents.entries()) {
      // All blocks come before the last restart, so that each of the restarts has more to read again than the one before.
      const share = index < this.#options.restarts ? Math.ceil(blocks / this.#options.restarts) : 2
      await this.#makeBlocks(share)
      await this.#promise()
      await happen()
      await this.#requireWhole()
      say(`${await waitUntilAllStand(topology)} blocks, after ${what}: every orderer follows, all equal, nothing lost`)
    }
    return await waitUntilAllStand(topology)
  }
}
