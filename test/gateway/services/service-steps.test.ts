import { expect } from 'chai'
import { ServiceSteps, underWayMaximum } from '../../../gateway/services/service-steps.ts'

describe('the steps of a service that acts by itself', () => {
  it('S1-059 comes to an honest step behind any number that fail, however often those are tried again', async () => {
    const failing = Array.from({ length: 3 * underWayMaximum }, (_, place) => `a${place}`)
    const all = [...failing, 'honest']
    const done: string[] = []
    let rounds = 0
    const steps = new ServiceSteps(
      {
        ...{ device: { participant: 'service', known: { status: 'active' } }, isCaughtUp: () => true },
        instructions: {
          accept: async (name: string) => {
            done.push(name)
            return { document: { status: 'accepted' } }
          },
        },
        follower: { nextBlock: () => new Promise<void>(() => {}) },
        log: { warn: () => {}, info: () => {} },
      } as never,
      { what: 'test', look: () => {} },
    )
    const sign = (name: string) => {
      if (name !== 'honest') throw new Error('it cannot be opened')
      return name as never
    }
    for (; !done.includes('honest') && rounds < 20; rounds += 1) {
      const tasks = all.slice(0, steps.look)
      await Promise.all(steps.chosen(tasks, (name) => name).map((name) => steps.take(name, () => sign(name))))
    }
    expect(done).to.deep.equal(['honest'])
    expect(rounds).to.be.at.most(4)
    // What failed is tried again all the same, in what room is left.
    expect(steps.chosen(all, (name) => name)).to.include('a0')
  })

  it('are signed anew where what they were refused for may pass, and left to the next start otherwise', async () => {
    const codes = ['position_stale', 'position_too_small']
    let looks = 0
    const steps = new ServiceSteps(
      {
        ...{ device: { participant: 'service', known: { status: 'active' } }, isCaughtUp: () => true },
        instructions: { accept: async (code: string) => ({ document: { status: 'refused', code } }) },
        follower: { nextBlock: async () => {} },
        log: { warn: () => {}, info: () => {} },
      } as never,
      {
        what: 'test',
        look: () => {
          looks += 1
        },
        passing: ['position_stale'],
      },
    )
    for (const code of codes) await steps.take(code, () => code as never)
    await new Promise((resume) => setImmediate(resume))
    expect(steps.chosen(codes, (name) => name)).to.deep.equal(['position_stale'])
    expect(looks).to.equal(1)
  })
})
