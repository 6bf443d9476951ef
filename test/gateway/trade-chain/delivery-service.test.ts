import { expect } from 'chai'
import { deliveryPath, newPathKey, pinOfKey } from '../../../chaincode/wire/delivery.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import type { Recorded } from '../../../gateway/projection/projection.ts'
import { DeliveryService } from '../../../gateway/trade-chain/delivery-service.ts'
import type { Path } from '../../../gateway/trade-chain/paths.ts'
import { type AskOver, askOverWith, type PathAnswer, PathFault } from '../../../gateway/trade-chain/pinned-request.ts'
import { type Delivered, type Listening, startServer, type Told } from '../../../institution/server.ts'
import type { Opened } from '../../support/chaining.ts'
import { freePort } from '../../support/free-port.ts'
import { BankGateway } from '../support/bank-gateway.ts'

const ack = (send: string): PathAnswer => ({ status: 200, body: Buffer.from(JSON.stringify({ acknowledged: send })) })

/** What came over which path: the name of the host before its first dot, and the message. */
interface Came {
  path: string
  send: string
  body: string
}

describe('a bank that brings trades to their institution', () => {
  let gateway: BankGateway
  let came: Came[]
  let answer: (one: Came) => Promise<PathAnswer>
  let service: DeliveryService
  let logged: object[]
  /** What was recorded since the service last looked. */
  let unseen: Recorded[]

  const serve = (over?: AskOver): DeliveryService => {
    service?.stop()
    const { projection, paths, deliveries } = gateway
    const told: AskOver = (end, { path, body = '' }) => {
      const one = { path: String(end.host.split('.')[0]), send: path.slice(deliveryPath.length), body }
      came.push(one)
      return answer(one)
    }
    const note = (values: object) => logged.push(values)
    const ask = over ?? told
    return new DeliveryService({
      ...{ mspId: 'BankMSP', ledger: 'assay', projection, paths, deliveries, ask, timeoutMilliseconds: 30_000 },
      ...{ isCaughtUp: () => gateway.isCaughtUp, log: { warn: note, info: note } as never, metrics: createMetrics() },
      intervalMilliseconds: 2 ** 30,
    })
  }
  const turns = async (count = 20) => {
    for (let turn = 0; turn < count; turn += 1) await new Promise((resume) => setImmediate(resume))
  }
  const untilSo = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resume) => setImmediate(resume))
  }
  const look = async () => {
    service.look(unseen.splice(0))
    await turns()
  }
  const sent = async (): Promise<Opened> => {
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'sent')
    return opened
  }
  const sendOf = (opened: Opened) => gateway.on.hop(opened)?.send as string
  const kept = ({ chain }: Opened) => gateway.deliveries.of(chain).map(({ path, result }) => `${path} ${result}`)

  beforeEach(async () => {
    gateway = await BankGateway.open()
    await gateway.meanwhile((on) => on.reached('east', 'west'))
    came = []
    logged = []
    answer = async ({ send }) => ack(send)
    service = serve()
    unseen = []
    gateway.onBlock((recorded) => unseen.push(...recorded))
  })
  afterEach(async () => {
    service.stop()
    await gateway.close()
  })

  it('S2-027 delivers the chain’s file over the path that it names, under the id of its second segment, once', async () => {
    const opened = await sent()
    await look()
    await look()
    expect(came.map(({ path, send }) => [path, send])).deep.equal([['east', sendOf(opened)]])
    const { format, segments } = JSON.parse(came[0]?.body ?? '')
    expect([format, segments.length]).deep.equal(['assay-chain-1', 2])
    expect(JSON.parse(segments[1].confidential).path.address).equal('east')
    expect(kept(opened)).deep.equal(['east acknowledged'])
  })

  it('S2-027 delivers over the next best path where one fails, under the same id, and the next chain not over that one', async () => {
    answer = ({ path, send }) =>
      path === 'east' ? Promise.reject(new PathFault('no_answer')) : Promise.resolve(ack(send))
    const opened = await sent()
    await look()
    expect(came.map(({ path, send }) => [path, send])).deep.equal([
      ['east', sendOf(opened)],
      ['west', sendOf(opened)],
    ])
    expect(kept(opened)).deep.equal(['east no_answer', 'west acknowledged'])
    const next = await sent()
    await look()
    expect(kept(next)).deep.equal(['west acknowledged'])
  })

  it('S2-027 takes no answer for an acknowledgement that names another message, or none, and tells which it was', async () => {
    const answers = [
      { status: 200, body: Buffer.from('{"acknowledged":"another"}') },
      { status: 200, body: Buffer.from('garbage') },
    ]
    answer = async () => answers.shift() ?? { status: 503, body: Buffer.from('null') }
    const opened = await sent()
    await look()
    expect(kept(opened)).deep.equal(['east refused_200', 'west refused_200'])
    // All have failed: it waits before it begins anew.
    await look()
    expect(came).length(2)
    expect(gateway.deliveries.isAcknowledged(opened.chain)).equal(false)
  })

  it('S2-027 delivers again behind a restart what was not acknowledged, and nothing else', async () => {
    const first = await sent()
    await look()
    answer = () => Promise.reject(new PathFault('unreachable'))
    const second = await sent()
    await look()
    answer = async ({ send }) => ack(send)
    came = []
    service = serve()
    gateway.isCaughtUp = false
    await look()
    expect(came).deep.equal([])
    gateway.isCaughtUp = true
    await look()
    expect(came.map(({ send }) => send)).deep.equal([sendOf(second)])
    expect(kept(first)).deep.equal(['east acknowledged'])
  })

  it('S2-027 delivers nothing that was answered meanwhile', async () => {
    answer = () => Promise.reject(new PathFault('unreachable'))
    const opened = await sent()
    await gateway.meanwhile((on) => on.answer(opened, { verdict: 'refused' }, { reason: 'price' }))
    await look()
    expect(came).deep.equal([])
  })

  it('S2-029 lets a path that hangs hold up no other chain: a few wait for it, and others go over the next one', async () => {
    const hanging: (() => void)[] = []
    answer = ({ path, send }) =>
      path === 'east'
        ? new Promise((_resolve, reject) => hanging.push(() => reject(new PathFault('no_answer'))))
        : Promise.resolve(ack(send))
    const all: Opened[] = []
    for (let count = 0; count < 6; count += 1) all.push(await sent())
    await look()
    // Two more are to go over it, and wait.
    expect(came.map(({ path }) => path)).deep.equal(['east', 'east', 'east', 'east'])
    for (const end of hanging) end()
    await turns()
    await look()
    for (const opened of all) expect(kept(opened).at(-1)).equal('west acknowledged')
    expect(hanging).length(4)
  })

  it('S2-029 brings what goes over one path while another one hangs, over real connections, and what hung over the next one in the end', async () => {
    const [bankKey, key] = [newPathKey(), newPathKey()]
    const waiting: (() => void)[] = []
    const take = async ({ path, send }: Delivered): Promise<Told> => {
      if (path === 'east') await new Promise<void>((resolve) => waiting.push(resolve))
      taken.push(`${path} ${send}`)
      return { status: path === 'east' ? 503 : 200 }
    }
    const taken: string[] = []
    const listening: Listening[] = []
    for (const name of ['east', 'west']) listening.push({ name, host: '127.0.0.1', port: await freePort() })
    const known = (pin: string) => (pin === pinOfKey(bankKey) ? 'BankMSP' : undefined)
    const server = await startServer(listening, { key, bankOf: known, take, onStranger: () => undefined })
    try {
      const addresses = listening.map(({ name, host, port }) => ({ name, host, port: `${port}` }))
      await gateway.meanwhile((on) => on.done(on.executor, 'institution.reach', { addresses, keys: [pinOfKey(key)] }))
      const ask = askOverWith(bankKey)
      service = serve(ask)
      const hanging: Opened[] = []
      for (let count = 0; count < 4; count += 1) hanging.push(await sent())
      service.look(unseen.splice(0))
      await untilSo(() => waiting.length === 4)
      // The other path is the faster one by now: what is sent from now on is to go over that.
      const west = gateway.paths.to('InstitutionMSP').find(({ name }) => name === 'west') as Path
      gateway.paths.measured(west, 1)
      const next = [await sent(), await sent()]
      service.look(unseen.splice(0))
      await untilSo(() => next.every(({ chain }) => gateway.deliveries.isAcknowledged(chain)))
      expect(taken).deep.equal(next.map((one) => `west ${sendOf(one)}`))
      expect(hanging.map(kept)).deep.equal([[], [], [], []])
      for (const end of waiting) end()
      await untilSo(() => hanging.every(({ chain }) => gateway.deliveries.isAcknowledged(chain)))
      for (const one of hanging) expect(kept(one)).deep.equal(['east refused_503', 'west acknowledged'])
    } finally {
      service.stop()
      server.close()
    }
  }).timeout(20_000)

  it('S2-024 delivers nothing where there is no address any more, and what it cannot read it tries again', async () => {
    const opened = await sent()
    await gateway.meanwhile((on) => on.reached())
    await look()
    expect([came, kept(opened)]).deep.equal([[], []])
    await gateway.meanwhile((on) => on.reached('east'))
    service = serve()
    gateway.projection.instruction = () => undefined
    await look()
    expect([came, logged.length]).deep.equal([[], 1])
  })
})
