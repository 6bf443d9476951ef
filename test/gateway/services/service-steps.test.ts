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
})
