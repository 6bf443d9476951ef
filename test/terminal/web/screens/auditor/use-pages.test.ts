import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { Outage } from '../../../../../terminal/sdk/errors.ts'
import type { LedgerPage } from '../../../../../terminal/sdk/ledger-blocks.ts'
import { held } from '../../support/held.ts'
import { openHookPage, using } from '../../support/hook-page.ts'
import { loadedOutsidePage } from '../../support/page.ts'

const web = await loadedOutsidePage(async () => ({
  ...(await import('../../../../../terminal/web/screens/auditor/use-pages.ts')),
  ...(await import('../../../../../terminal/web/screens/auditor/use-once.ts')),
}))

const pageOf = (items: string[], next?: string): LedgerPage<string> => ({
  ...{ items, height: '7', searchedTo: '3' },
  ...(next === undefined ? {} : { next }),
})

describe('the pages that an auditor reads', () => {
  let page: ReturnType<typeof openHookPage>
  beforeEach(() => {
    page = openHookPage()
  })
  afterEach(() => page.close())

  it('come when they are asked for, one behind the other', async () => {
    const asked: (string | undefined)[] = []
    const read = async (after: string | undefined) => {
      asked.push(after)
      return after === undefined ? pageOf(['a', 'b'], 'more') : pageOf(['c'])
    }
    const list = await using((key: string) => web.usePages(key, read), 'all')
    await list.act(() => undefined)
    expect(list.now).to.deep.include({ items: ['a', 'b'], height: '7', searchedTo: '3', isRead: true, hasMore: true })
    await list.act(({ readMore }) => readMore())
    expect(list.now).to.deep.include({ items: ['a', 'b', 'c'], hasMore: false })
    expect(asked).to.deep.equal([undefined, 'more'])
    await list.leave()
  })

  it('are those of what was asked for last, also when an earlier answer comes late', async () => {
    const late = held<LedgerPage<string>>()
    const read = (key: string) => async () => (key === 'first' ? late.promise : pageOf([key]))
    const list = await using((key: string) => web.usePages(key, read(key)), 'first' as string)
    await list.show('second')
    expect(list.now).to.deep.include({ items: [], isRead: false, isPending: true })
    await list.act(() => late.resolve(pageOf(['first'])))
    for (let turns = 0; turns < 10 && !list.now.isRead; turns += 1) await list.act(() => Promise.resolve())
    expect(list.now).to.deep.include({ items: ['second'], isRead: true, isPending: false })
    await list.leave()
  })

  it('that cannot be read are tried again by a press, and not by themselves', async () => {
    let tries = 0
    const read = async () => {
      tries += 1
      if (tries === 1) throw new Outage({ gateway: '', reached: 'no', reason: '' })
      return pageOf(['a'])
    }
    const list = await using((key: string) => web.usePages(key, read), 'all')
    await list.act(() => undefined)
    expect([tries, list.now.isRead, list.now.fault === undefined]).to.deep.equal([1, false, false])
    await list.act(({ reload }) => reload())
    expect(list.now).to.deep.include({ items: ['a'], fault: undefined })
    await list.leave()
  })

  it('that do not change with the ledger are read once', async () => {
    let tries = 0
    const once = await using(() => web.useOnce(async () => (tries += 1)), undefined)
    await once.act(() => undefined)
    await once.show(undefined)
    expect([once.now.value, once.now.isLoading, tries]).to.deep.equal([1, false, 1])
    await once.act(({ reload }) => reload())
    expect(once.now.value).to.equal(2)
    await once.leave()
  })
})
