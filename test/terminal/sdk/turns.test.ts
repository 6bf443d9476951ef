import { expect } from 'chai'
import { Turns } from '../../../terminal/sdk/turns.ts'

describe('turns', () => {
  it('let so many at once, the others in the order of their coming, and are given back also after a failure', async () => {
    const turns = new Turns(3)
    const done: number[] = []
    let [now, most] = [0, 0]
    const work = async (place: number) => {
      await turns.take()
      now += 1
      most = Math.max(most, now)
      await new Promise((resume) => setImmediate(resume))
      now -= 1
      done.push(place)
      turns.give()
    }
    await Promise.all(Array.from({ length: 20 }, (_, place) => work(place)))
    expect(most).to.equal(3)
    expect(done).to.deep.equal(Array.from({ length: 20 }, (_, place) => place))
    for (let again = 0; again < 3; again += 1) await turns.take()
  })
})
