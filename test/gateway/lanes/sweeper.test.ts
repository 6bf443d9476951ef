import { expect } from 'chai'
import sinon from 'sinon'
import { Sweeper } from '../../../gateway/lanes/sweeper.ts'
import { Recommending } from '../../support/recommending.ts'
import { Scene } from '../../support/scene.ts'
import { blocksOf, projectionOf } from '../support/blocks.ts'

interface Folded {
  name: string
  arguments: string[]
  endorsingOrganizations: string[]
}

/** Has so many answer in time what a shop of the bank's and one of the supplier's recommend, so that both have as many marks. */
const answered = async (on: Recommending, answers: number): Promise<void> => {
  const window = { form: 'duration', milliseconds: '1000' } as const
  const names = Array.from({ length: answers }, (_, index) => `reader-${index}-x`)
  const readers = await on.scene.registerCustomers(names, 'BankMSP')
  for (const by of [on.shop, on.till.shop]) {
    const recommendation = await on.opened(window, { by, readers })
    for (const reader of readers) {
      await on.answered(recommendation, { by: reader })
      await on.accepted(recommendation, { by, to: reader })
    }
  }
}

/** A sweeper of the bank over a scene's blocks, at a clock of the test's own; what it asked for, and in whose lane. */
const sweeping = async (
  credits: number,
  change: { waitsFor?: string; isFailing?: boolean; isSlow?: boolean; mspId?: string; answers?: number } = {},
) => {
  const scene = await Scene.open()
  for (let count = 0; count < credits; count += 1) await scene.give([scene.alice, scene.bob], 1n)
  if (change.answers !== undefined) await answered(await Recommending.open(scene), change.answers)
  const projection = projectionOf(blocksOf(scene.ledger))
  const [folded, alone]: [Folded[], object[]] = [[], []]
  const clock = sinon.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const sweeper = new Sweeper({
    contract: {
      submit: async (name: string, options: Omit<Folded, 'name'>) => {
        if (change.isFailing === true) throw new Error('no orderer')
        if (change.isSlow === true) await new Promise(() => {})
        folded.push({ name, ...options })
      },
    } as never,
    endorsers: { choose: (homes: string[]) => [...homes, 'InstitutionMSP'] } as never,
    ...{ projection, mspId: change.mspId ?? 'BankMSP', log: { info: () => {} } as never },
    lanes: {
      waitingFor: () => change.waitsFor,
      alone: (route: object, work: () => Promise<unknown>) => {
        alone.push(route)
        return work().then(() => undefined)
      },
    },
  })
  const tick = async (milliseconds: number) => {
    await clock.tickAsync(milliseconds)
  }
  const close = () => {
    sweeper.stop()
    clock.restore()
    projection.close()
  }
  return { folded, alone, tick, close, sweeper }
}

describe('the sweeper', () => {
  it('folds what gathered for participants of its own organisation, by explicit keys and in their own lane', async () => {
    const { folded, alone, tick, close } = await sweeping(45)
    await tick(2_000)
    expect(folded).to.have.lengthOf(1)
    const [{ name, arguments: asked, endorsingOrganizations } = {} as Folded] = folded
    expect([name, asked[0], asked.length]).to.deep.equal(['fold', 'alice', 46])
    for (const key of asked.slice(1)) expect(key).to.match(/^credit~alice~AU-9999~/)
    expect(endorsingOrganizations).to.deep.equal(['BankMSP', 'InstitutionMSP'])
    expect(alone).to.deep.equal([{ homes: ['BankMSP'], subject: 'alice' }])
    close()
  })

  it('leaves alone what is few, and everything behind an outage', async () => {
    const few = await sweeping(40)
    await few.tick(4_000)
    expect(few.folded).to.deep.equal([])
    few.close()
    const held = await sweeping(45, { waitsFor: 'SupplierMSP' })
    await held.tick(4_000)
    expect(held.alone).to.deep.equal([])
    held.close()
  })

  it('comes again after a failure', async () => {
    const { alone, tick, close } = await sweeping(45, { isFailing: true })
    await tick(2_000)
    await tick(2_000)
    expect(alone).to.have.lengthOf(2)
    close()
  })

  it('folds nothing more once it is stopped, and begins no second round while the first goes on', async () => {
    const { alone, tick, close, sweeper } = await sweeping(45, { isFailing: true })
    await tick(2_000)
    sweeper.stop()
    await tick(10_000)
    expect(alone).to.have.lengthOf(1)
    close()
    const slow = await sweeping(45, { isSlow: true })
    await slow.tick(10_000)
    expect(slow.alone).to.have.lengthOf(1)
    slow.close()
  })

  it('leaves alone what gathered for participants of other organisations', async () => {
    const { folded, tick, close } = await sweeping(45, { mspId: 'SupplierMSP' })
    await tick(2_000)
    expect(folded.map(({ arguments: [participant] }) => participant)).to.deep.equal(['bob'])
    close()
  })

  it('folds every mark of its own participants, however few, in the lane of the reputation, and nobody else’s', async () => {
    const { folded, alone, tick, close } = await sweeping(0, { answers: 2 })
    await tick(2_000)
    expect(folded.map(({ name, arguments: asked }) => [name, asked[0], asked.length])).to.deep.equal([
      ['foldMarks', 'noodle-bar', 3],
    ])
    for (const key of folded[0]?.arguments.slice(1) ?? []) expect(key).to.match(/^mark~noodle-bar~/)
    expect(folded[0]?.endorsingOrganizations).to.deep.equal(['BankMSP', 'InstitutionMSP'])
    expect(alone).to.deep.equal([{ homes: ['BankMSP'], subject: 'reputation~noodle-bar' }])
    close()
    const other = await sweeping(0, { answers: 1, mspId: 'SupplierMSP' })
    await other.tick(2_000)
    expect(other.folded.map(({ arguments: [participant] }) => participant)).to.deep.equal(['book-shop'])
    other.close()
  })
})
