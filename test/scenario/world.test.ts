import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import type { Envelope } from '../../chaincode/envelope.ts'
import { findRunning, stopProcess } from '../../network/process.ts'
import { gatewayOrganisations } from '../../network/topology.ts'
import { gatewayUrl, launchGateway } from '../../scripts/gateways.ts'
import { gateways, restartGateway, startEverything, stopPeer, topology } from './support/network.ts'
import { idOf, type Person, post, waitForOutcome } from './support/people.ts'
import { readScene, type Scene } from './support/scene.ts'

const supplier = gatewayOrganisations(topology).find(({ name }) => name === 'supplier')
if (supplier === undefined) throw new Error('the supplier runs no gateway')

const folder = join(topology.dataFolder, 'gateways', 'supplier')

interface Ready {
  status: number
  body: { ready: boolean; checks: { [part: string]: boolean }; problems: string[] }
}

const readReady = async (): Promise<Ready | undefined> => {
  try {
    const response = await fetch(`${gatewayUrl(supplier)}/ready`)
    return { status: response.status, body: (await response.json()) as Ready['body'] }
  } catch {
    return undefined
  }
}

/** Waits on what the gateway says of itself. */
const until = async (holds: (ready: Ready) => boolean): Promise<Ready> => {
  for (;;) {
    const ready = await readReady()
    if (ready !== undefined && holds(ready)) return ready
    await new Promise((resume) => setTimeout(resume, 100))
  }
}
const isReady = ({ body }: Ready) => body.ready
const lacks =
  (part: string) =>
  ({ body }: Ready) =>
    body.checks[part] === false

// At home at the sender's own organisation, so that no other gateway brings it to the ledger.
const acceptanceBy = (person: Person) => person.envelope('participant.accept', { accepts: 'all' })

describe('a gateway in the real world', () => {
  let scene: Scene
  before(async () => {
    scene = await readScene()
  })
  after(() => restartGateway('supplier'))

  for (const [name, spoil, reason] of [
    ['session.key', (file: string) => truncateSync(file, 0), 'is empty'],
    ['payment-code.key', (file: string) => truncateSync(file, 0), 'is empty'],
    ['stamp.key', (file: string) => truncateSync(file, 0), 'is empty'],
    ['outbox.sqlite', (file: string) => writeFileSync(file, Buffer.alloc(20_000, 'rubbish')), 'is damaged'],
    ['credentials.sqlite', (file: string) => truncateSync(file, 0), 'is empty'],
  ] as const) {
    it(`says of a ${name} that ${reason} what to do, takes nothing, and goes on by itself once it is back`, async () => {
      await stopProcess(topology.dataFolder, 'gateway-supplier')
      const file = join(folder, name)
      const good = readFileSync(file)
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
      spoil(file)
      const spoiled = readFileSync(file)
      await launchGateway(topology, supplier)
      const { status, body } = await until(lacks('files'))
      expect(status).to.equal(503)
      expect(body.problems[0])
        .to.contain(file)
        .and.contain(reason)
        .and.match(/bring it back/)
      const refused = await fetch(`${gatewayUrl(supplier)}/v1/instructions`, { method: 'POST', body: '{}' })
      expect([refused.status, refused.headers.get('Retry-After')]).to.deep.equal([503, '5'])
      expect(readFileSync(file).equals(spoiled)).to.equal(true)
      writeFileSync(file, good)
      await until(isReady)
    })
  }

  it('without its own peer is not ready and says so, keeps what it promised, and goes on by itself once the peer is back', async () => {
    const first = acceptanceBy(scene.bob)
    await stopPeer('supplier')
    const { status, body } = await until(lacks('blocks'))
    expect(status).to.equal(503)
    expect(body.problems.join()).to.contain('own peer')
    const promised = await post(gateways.supplier, first, 2)
    expect([promised.status, promised.body.outcome]).to.deep.equal([503, 'pending'])
    expect((await until(({ body: { problems } }) => problems.join().includes('SupplierMSP'))).status).to.equal(503)
    await startEverything()
    await until(isReady)
    expect((await waitForOutcome(gateways.supplier, idOf(first))).body.status).to.equal('accepted')
  })

  describe('whose clock goes wrong', () => {
    const clock = join(topology.dataFolder, 'clock')
    const shift = (milliseconds: number) => writeFileSync(clock, String(milliseconds))
    const preload = pathToFileURL(join(topology.projectFolder, 'test/scenario/support/shifted-clock.mjs')).href

    before(async () => {
      shift(0)
      await restartGateway('supplier', {
        NODE_OPTIONS: `--import ${preload} --disable-warning=ExperimentalWarning`,
        ASSAY_TEST_CLOCK: clock,
      })
    })

    /** Has the gateway take something just before it hears that its clock is off, which work of its own may tell it at any moment. */
    const promisedWhenOff = async (text: Envelope, milliseconds: number) => {
      for (let tries = 1; ; tries += 1) {
        shift(milliseconds)
        const answer = await post(gateways.supplier, text, 0)
        if (answer.body.code !== 'clock_off' || tries === 10) return answer
        shift(0)
        await until(isReady)
      }
    }

    for (const [what, milliseconds] of [
      ['10 s ahead', 10_000],
      ['40 s behind', -40_000],
    ] as const) {
      it(`by ${what} is not ready and says why, keeps what it promised, refuses nobody for good, and goes on once it is right`, async () => {
        const first = acceptanceBy(scene.bob)
        const promised = await promisedWhenOff(first, milliseconds)
        const { status, body } = await until(lacks('clock'))
        expect(status).to.equal(503)
        expect(body.problems.join()).to.contain('BankMSP').and.contain('set the time')
        const second = acceptanceBy(scene.bob)
        const refused = await post(gateways.supplier, second, 0)
        expect([refused.status, refused.body.code, refused.body.outcome]).to.deep.equal([503, 'clock_off', 'none'])
        shift(0)
        await until(isReady)
        expect(promised.status).to.equal(202)
        expect((await waitForOutcome(gateways.supplier, idOf(first))).body.status).to.equal('accepted')
        expect((await post(gateways.supplier, second)).body.status).to.equal('accepted')
      })
    }
  })

  describe('whose disk is full', () => {
    const limitFiles = (bytes: string) => {
      const { pid } = findRunning(topology.dataFolder, 'gateway-supplier') ?? {}
      execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`])
    }
    before(() => restartGateway('supplier'))

    it('takes nothing, says so to everybody, and goes on by itself once there is room', async () => {
      const envelope = acceptanceBy(scene.bob)
      limitFiles('1:unlimited')
      const refused = await post(gateways.supplier, envelope, 0)
      expect([refused.status, refused.body.code, refused.body.outcome]).to.deep.equal([
        ...[503, 'storage_unavailable', 'none'],
      ])
      const { status, body } = await until(lacks('outbox'))
      expect(status).to.equal(503)
      expect(body.problems.join()).to.contain('give its disk room')
      limitFiles('unlimited')
      await until(isReady)
      expect((await post(gateways.supplier, envelope)).body.status).to.equal('accepted')
    })
  })
})
