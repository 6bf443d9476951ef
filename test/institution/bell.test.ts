import { expect } from 'chai'
import { Bell } from '../../institution/bell.ts'

const never = new Promise<void>(() => undefined)

describe('a bell', () => {
  it('S2-027 wakes who waits, and who waits next where nobody did', async () => {
    const bell = new Bell()
    const waiting = bell.heardOr(never)
    bell.ring()
    await waiting
    bell.ring()
    await bell.heardOr(never)
    let isOver = false
    const again = bell.heardOr(never).then(() => {
      isOver = true
    })
    await new Promise((resume) => setImmediate(resume))
    expect(isOver).equal(false)
    bell.ring()
    await again
  })

  it('S2-027 is not lost where it is rung behind a wait that ended by itself', async () => {
    const bell = new Bell()
    await bell.heardOr(Promise.resolve())
    bell.ring()
    await bell.heardOr(never)
  })
})
