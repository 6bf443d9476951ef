import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import type { Route } from '../../../gateway/lanes/lanes.ts'
import { createMetrics } from '../../../gateway/metrics.ts'
import { Outbox, type Pending } from '../../../gateway/outbox/outbox.ts'
import type { Projection } from '../../../gateway/projection/projection.ts'
import { type Recorded, recordedIn } from '../../../gateway/projection/recorded.ts'
import { type Answer, Instructions } from '../../../gateway/services/instructions.ts'
import { Device } from '../../support/devices.ts'
import type { Block } from '../../support/ledger.ts'
import { Scene } from '../../support/scene.ts'
import { blockOf, blocksOf, projectionOf } from '../support/blocks.ts'

const statusOf = (answer: Answer): string => ('document' in answer ? answer.document.status : 'relayed')

const atOnce = { waitSeconds: 0, isRelayed: false }

describe('a gateway that has promised all it can', () => {
  let folder: string
  let outbox: Outbox
  let laneWait: number
  const pushed: Pending[] = []
  const routes: Route[] = []
  let scene: Scene
  let projection: Projection
  let instructions: Instructions
  let read: (recorded: Recorded[]) => void
  let block: (recorded: Recorded[]) => void
  let nextBlock: () => Promise<void>

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-instructions-'))
    outbox = new Outbox(':memory:')
    pushed.length = 0
    routes.length = 0
    laneWait = 0
    scene = await Scene.open()
    const nothing = () => {}
    const listening = { onRejected: nothing, onAgain: nothing, onRoute: nothing, onOutage: nothing }
    const lanes = {
      ...listening,
      push: (pending: Pending, route: Route) => {
        pushed.push(pending)
        routes.push(route)
      },
      waitingFor: nothing,
      expectedWaitSeconds: () => laneWait,
    }
    projection = projectionOf(blocksOf(scene.ledger))
    instructions = new Instructions({
      clock: { problem: undefined },
      configuration: {
        mspId: 'InstitutionMSP',
        channel: 'assay',
        gateways: {},
        limits: { pendingInstructions: 2, waitSeconds: 10 },
      },
      projection,
      follower: {
        nextBlock: () => nextBlock(),
        onRead: (reader: typeof read) => {
          read = reader
        },
        onBlock: (listener: typeof block) => {
          block = listener
        },
      },
      ...{ outbox, lanes, metrics: createMetrics() },
    } as unknown as ConstructorParameters<typeof Instructions>[0])
  })
  afterEach(() => {
    outbox.close()
    rmSync(folder, { recursive: true })
  })

  const transfer = () => JSON.parse(scene.transfer(scene.treasury, 'bob', 1n)) as object
  const codeOf = (value: object): Promise<string> =>
    instructions.accept(value, atOnce).then(
      () => 'taken',
      (error: { code: string; details: { retryAfterSeconds?: number } }) =>
        `${error.code} ${error.details.retryAfterSeconds}`,
    )

  it('turns away what is new, and says when to come back, with nothing promised', async () => {
    expect([await codeOf(transfer()), await codeOf(transfer())]).deep.equal(['taken', 'taken'])
    expect(await codeOf(transfer())).equal('overloaded 1')
    expect([outbox.size, pushed.length]).deep.equal([2, 2])
  })

  it('takes in nothing that needs the word of its home while it has no device to give it', async () => {
    const request = JSON.parse(scene.instruct(scene.treasury, 'payment-code.request', {})) as object
    expect(await codeOf(request)).equal('stamp_missing undefined')
    expect(outbox.size).equal(0)
  })

  it('takes in no trade chain where the member is no bank, and keeps nothing of it', async () => {
    const body = { institution: 'BankMSP', family: 'metal', side: 'sell', cash: 'CNY', expiresAt: '1' } as const
    const opening = JSON.parse(scene.instruct(scene.treasury, 'chain.open', body)) as object
    expect(await codeOf({ ...opening, confidential: '{}' })).equal('home_lacks_part undefined')
    expect(outbox.size).equal(0)
  })

  it('receives at the moment at which an instruction arrives, however long its own checks take', async () => {
    const carol = new Device('carol', ['customer'])
    const early = scene.transfer(carol, 'bob', 1n)
    const { now } = Date
    const arrived = now()
    await scene.register(carol, 'InstitutionMSP')
    nextBlock = async () => {
      for (const one of blocksOf(scene.ledger).slice(Number(projection.height))) projection.apply(one)
      Date.now = () => arrived + 6_000
    }
    Date.now = () => arrived
    try {
      expect(await codeOf(JSON.parse(early) as object)).equal('taken')
      expect(pushed[0]?.receivedAt).equal(BigInt(arrived))
    } finally {
      Date.now = now
    }
  })

  it('looks for a device that it does not know at each block that comes in time, and refuses one of which none tells', async () => {
    const carol = new Device('carol', ['customer'])
    const early = scene.transfer(carol, 'bob', 1n)
    let blocks = 0
    nextBlock = async () => {
      blocks += 1
      await new Promise((resume) => setImmediate(resume))
      // The first blocks that come tell of others.
      if (blocks === 3) {
        await scene.register(carol, 'InstitutionMSP')
        for (const one of blocksOf(scene.ledger).slice(Number(projection.height))) projection.apply(one)
      }
    }
    expect(await codeOf(JSON.parse(early) as object)).equal('taken')
    expect(blocks).equal(3)
    const stranger = scene.transfer(new Device('dave', ['customer']), 'bob', 1n)
    expect(await codeOf(JSON.parse(stranger) as object)).equal('unknown_device undefined')
    expect(blocks).above(4)
  })

  it('turns away what its own lane would keep waiting for too long, while others have room', async () => {
    const promised = transfer()
    await codeOf(promised)
    laneWait = 10.5
    expect(await codeOf(transfer())).equal('overloaded 1')
    expect(await codeOf(promised)).equal('taken')
    laneWait = 10
    expect(await codeOf(transfer())).equal('taken')
  })

  it('still answers for what it promised, and takes more once something has its outcome', async () => {
    const [first, second] = [transfer(), transfer()]
    await codeOf(first)
    await codeOf(second)
    expect(await codeOf(first)).equal('taken')
    outbox.settle([pushed[0]?.id as string])
    expect(await codeOf(transfer())).equal('taken')
    expect(pushed.length).equal(3)
  })

  it('answers with what a block says before the projection has it, but not whoever reads on', async () => {
    const waiting = { waitSeconds: 5, isRelayed: false }
    const envelope = scene.transfer(scene.treasury, 'bob', 1n)
    const answers: string[] = []
    const note = (name: string) => (answer: Answer) => answers.push(`${name} ${statusOf(answer)}`)
    const sent = JSON.parse(envelope) as object
    const all = [
      instructions.accept(sent, waiting).then(note('answer')),
      instructions.accept(sent, { ...waiting, isReadOn: true }).then(note('reading on')),
    ]
    while (outbox.size === 0) await pause(1)
    await pause(1)
    const { proposal } = await scene.honoured(envelope)
    const next = blockOf(scene.ledger.blocks.at(-1) as Block)
    expect(next.transactions[0]?.transaction).equal(proposal.txId)
    read(recordedIn(next))
    await pause(1)
    expect(answers).deep.equal(['answer accepted'])
    block(projection.apply(next))
    await Promise.all(all)
    expect(answers).deep.equal(['answer accepted', 'reading on accepted'])
    expect(outbox.size).equal(0)
  })

  it('refuses a number that another instruction has, and names that one', async () => {
    const [one, other] = [scene.transfer(scene.treasury, 'bob', 1n), transfer()]
    const { instruction } = JSON.parse(one) as { instruction: { number: string } }
    const rival = scene.treasury.sign({
      ...scene.treasury.instruction('voucher.transfer', { voucher: 'AU-9999', to: 'bob', quantity: '2' }),
      number: instruction.number,
    } as never)
    await instructions.accept(JSON.parse(one), atOnce)
    const refused = await instructions
      .accept(JSON.parse(rival), atOnce)
      .catch((error: { code: string; details: object }) => error)
    expect(refused).to.have.property('code', 'number_used')
    expect(refused)
      .to.have.nested.property('details.values')
      .that.deep.equals({ number: instruction.number, first: pushed[0]?.id })
    expect(await codeOf(other)).equal('taken')
  })

  it('sends each to the lane of the accounts that it changes, with those who must endorse what it gives', async () => {
    await codeOf(transfer())
    expect(routes[0]).deep.equal({
      homes: ['InstitutionMSP'],
      receivers: ['SupplierMSP'],
      subject: 'institution-treasury',
    })
    // Of a pledge that nobody knows there is no other home: the rule refuses it.
    const unknown = { pledge: 'A'.repeat(43), holder: 'alice', voucher: 'AU-9999' }
    await codeOf(JSON.parse(scene.instruct(scene.treasury, 'pledge.accept', unknown)))
    expect(routes[1]?.homes).deep.equal(['InstitutionMSP'])
  })
})
