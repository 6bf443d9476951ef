import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createMetrics } from '../../../gateway/metrics.ts'
import { Outbox, type Pending } from '../../../gateway/outbox/outbox.ts'
import { Instructions } from '../../../gateway/services/instructions.ts'
import { Consortium } from '../../support/consortium.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

const atOnce = { waitSeconds: 0, isRelayed: false }

describe('a gateway that has promised all it can', () => {
  let folder: string
  let outbox: Outbox
  const pushed: Pending[] = []
  let scene: Consortium
  let instructions: Instructions

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-instructions-'))
    outbox = new Outbox(join(folder, 'outbox.sqlite'))
    pushed.length = 0
    scene = await Consortium.open()
    const nothing = () => {}
    const listening = { onBlock: nothing, onRejected: nothing, onAgain: nothing, onOutage: nothing }
    const lanes = { ...listening, push: (pending: Pending) => pushed.push(pending), waitingFor: nothing }
    instructions = new Instructions({
      configuration: { mspId: 'InstitutionMSP', channel: 'assay', gateways: {}, limits: { pendingInstructions: 2 } },
      projection: projectionOf(blocksOf(scene.ledger)),
      follower: listening,
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

  it('still answers for what it promised, and takes more once something has its outcome', async () => {
    const [first, second] = [transfer(), transfer()]
    await codeOf(first)
    await codeOf(second)
    expect(await codeOf(first)).equal('taken')
    outbox.settle([pushed[0]?.id as string])
    expect(await codeOf(transfer())).equal('taken')
    expect(pushed.length).equal(3)
  })
})
