import { expect } from 'chai'
import { loadAgain, loadedView, loadView } from '../../../../terminal/web/shell/loading.ts'

const view = () => null

/** A part that cannot be loaded as often as `faults` says. */
const failing = (faults: number) => {
  const counts = { asked: 0, reloaded: 0 }
  const load = async () => {
    counts.asked += 1
    if (counts.asked <= faults) throw new TypeError('Failed to fetch dynamically imported module')
    return view
  }
  const browser = (isReached: boolean) => ({
    isGatewayReached: async () => isReached,
    reload: () => {
      counts.reloaded += 1
    },
  })
  return { counts, load, browser }
}

const outcomeOf = (loading: Promise<unknown>): Promise<'loaded' | 'failed'> =>
  loading.then(
    () => 'loaded',
    () => 'failed',
  )

describe('the loading of a screen', () => {
  it('happens once, and what was loaded is there at once the next time', async () => {
    const { counts, load } = failing(0)
    expect(loadedView(load)).equal(undefined)
    await loadView(load)
    await loadView(load)
    expect([loadedView(load), counts.asked]).deep.equal([view, 1])
  })

  it('is tried again after a failure, without a new page when that succeeds', async () => {
    const { counts, load, browser } = failing(1)
    expect(await outcomeOf(loadView(load))).equal('failed')
    expect(await outcomeOf(loadAgain(load, browser(true)))).equal('loaded')
    expect([counts.reloaded, loadedView(load)]).deep.equal([0, view])
  })

  it('brings a new page when a gateway that answers has no such part, as after a new version', async () => {
    const { counts, load, browser } = failing(9)
    expect(await outcomeOf(loadAgain(load, browser(true)))).equal('failed')
    expect(counts.reloaded).equal(1)
  })

  it('leaves the page as it is while there is no network', async () => {
    const { counts, load, browser } = failing(9)
    expect(await outcomeOf(loadAgain(load, browser(false)))).equal('failed')
    expect(counts.reloaded).equal(0)
  })
})
