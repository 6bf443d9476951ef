import { expect } from 'chai'
import { waitFor, workOfAll } from '../../network/patience.ts'
import { failureOf } from '../support/failure.ts'

const soon = { lookSeconds: 0.02, stillSeconds: 0.3 }

describe('waiting on progress', () => {
  const never = async () => {
    throw new Error('not yet')
  }

  it('goes on for as long as logs grow or the processor is at work, and answers what was waited for', async () => {
    for (const step of [
      { logBytes: 1, processorMilliseconds: 0 },
      { logBytes: 0, processorMilliseconds: 1_000 },
    ]) {
      const work = { logBytes: 0, processorMilliseconds: 0 }
      let tries = 0
      const attempt = async () => {
        work.logBytes += step.logBytes
        work.processorMilliseconds += step.processorMilliseconds
        tries += 1
        return tries === 6 ? 'there' : undefined
      }
      // Six tries take more than twice as long as it is patient without progress.
      expect(await waitFor(attempt, { what: 'it', work: () => ({ ...work }), ...soon })).to.equal('there')
    }
  })

  it('gives up once nothing has got on for long, and says what was waited for and why it did not come', async () => {
    const idle = { logBytes: 7, processorMilliseconds: 0 }
    const message = await failureOf(waitFor(never, { what: 'the leader', work: () => idle, ...soon }))
    expect(message).to.contain('the leader did not happen').and.contain('0.3 seconds').and.contain('not yet')
  })

  it('does not take the little that an idle process does for progress', async () => {
    const begun = performance.now()
    const work = () => ({ logBytes: 0, processorMilliseconds: (performance.now() - begun) / 50 })
    expect(await failureOf(waitFor(never, { what: 'it', work, ...soon }))).to.contain('nothing got on')
  })

  it('ends at once when it is interrupted', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('interrupted')), 20)
    const work = () => ({ logBytes: performance.now(), processorMilliseconds: 0 })
    expect(await failureOf(waitFor(never, { what: 'it', work, signal: controller.signal }))).to.contain('interrupted')
  })

  it('reads what a process has done from the machine', () => {
    const { processorMilliseconds } = workOfAll([{ pid: process.pid, log: '/nowhere' }])
    expect(processorMilliseconds).to.be.greaterThan(0)
    expect(workOfAll([{ pid: 2 ** 22 + 7, log: import.meta.filename }]).logBytes).to.be.greaterThan(100)
  })
})
