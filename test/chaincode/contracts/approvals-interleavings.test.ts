import { expect } from 'chai'
import fc from 'fast-check'
import { approvals } from '../../../chaincode/domains/approvals/tables.ts'
import { Chaining } from '../../support/chaining.ts'
import { Device } from '../../support/devices.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { runs } from '../../support/runs.ts'

const clients = ['alice', 'bank-service'] as const
const steps = ['propose', 'approve', 'mistake', 'reject', 'withdraw', 'expire', 'execute', 'other', 'wait'] as const
type Step = (typeof steps)[number]

/** What somebody tries: which device, about which client, with which of the proposals so far. */
interface Tried {
  step: Step
  by: number
  client: number
  place: number
}

/** What was said of a proposal, by the outcomes alone. */
interface Said {
  client: string
  maker: string
  approvedBy: string[]
  executions: number
}

/** Three officers of a bank, one of them with two devices, and one of another member. */
class Office {
  readonly on: Chaining
  readonly devices: readonly Device[]
  readonly said = new Map<string, Said>()

  private constructor(on: Chaining, devices: readonly Device[]) {
    this.on = on
    this.devices = devices
  }

  static async open(): Promise<Office> {
    const on = await Chaining.open()
    const tablet = new Device('bank-credit', ['credit'], 'tablet')
    await on.done(on.scene.registrars.BankMSP, 'device.add', { participant: 'bank-credit', device: tablet.entry })
    const third = await on.scene.register(new Device('bank-third', ['credit']), 'BankMSP', 'organisation')
    return new Office(on, [on.officer, tablet, on.checker, third, on.stranger])
  }

  async try({ step, by, client: of, place }: Tried): Promise<void> {
    const { on } = this
    const device = this.devices[by] as Device
    const client = clients[of] as string
    const known = [...this.said.keys()]
    const approval = known[place % Math.max(known.length, 1)] ?? 'A'.repeat(43)
    if (step === 'wait') return on.wait(1_300_000n)
    if (step === 'propose') return this.#propose(device, client)
    if (step === 'approve' || step === 'mistake') return this.#approve(device, approval, step === 'mistake')
    if (step === 'execute' || step === 'other') return this.#execute(device, approval, step === 'other')
    await on.code(device, `approval.${step}`, { approval })
  }

  async #propose(device: Device, client: string): Promise<void> {
    const { on } = this
    const body = { kind: 'identity.unlock', act: JSON.stringify({ client }), expiresAt: on.ahead(3_600_000n) }
    const outcome = await on.ask(device, 'approval.propose', body)
    if (outcome.status !== 'accepted') return
    const said = { client, maker: device.participant, approvedBy: [], executions: 0 }
    this.said.set(String(outcome.effects['approval']), said)
  }

  async #approve(device: Device, approval: string, isMistaken: boolean): Promise<void> {
    const { on } = this
    const digest = isMistaken ? 'B'.repeat(43) : (on.scene.view.find(approvals, approval)?.digest ?? approval)
    const code = await on.code(device, 'approval.approve', { approval, digest })
    if (code !== 'accepted') return
    expect(isMistaken).equal(false)
    this.said.get(approval)?.approvedBy.push(device.participant)
  }

  async #execute(device: Device, approval: string, isOther: boolean): Promise<void> {
    const said = this.said.get(approval)
    const client = clients.find((one) => (one === said?.client) !== isOther) as string
    const code = await this.on.code(device, 'identity.unlock', { client, approval })
    if (code !== 'accepted') return
    // By what was told of each step, and by nothing that the rules keep.
    expect(said?.client).equal(client)
    expect(said?.approvedBy).length(1)
    expect(said?.approvedBy).not.include(said?.maker)
    expect([said?.maker, ...(said?.approvedBy ?? [])]).include(device.participant)
    if (said !== undefined) said.executions += 1
  }
}

const anyTry = fc.record({
  step: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('propose', 'approve', 'execute') },
    { weight: 1, arbitrary: fc.constantFrom(...steps) },
  ),
  by: fc.nat({ max: 4 }),
  client: fc.nat({ max: 1 }),
  place: fc.nat({ max: 5 }),
}) as fc.Arbitrary<Tried>

describe('what needs two people, in any order of steps', () => {
  it('S2-009 is executed by no one person, never as another act than was approved, and never twice', async () => {
    let executions = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyTry, { minLength: 15, maxLength: 40 }), async (tried) => {
        const office = await Office.open()
        for (const one of tried) await office.try(one)
        for (const [approval, said] of office.said) {
          expect(said.executions, approval).most(1)
          const isExecuted = office.on.approval(approval).status === 'executed'
          expect(isExecuted, approval).equal(said.executions === 1)
          executions += said.executions
        }
        expect(ledgerFaults(office.on.scene.ledger)).deep.equal([])
      }),
      runs(25),
    )
    expect(executions, 'some were executed').greaterThan(0)
  })
})
