import 'fake-indexeddb/auto'
import { expect } from 'chai'
import { loadedOutsidePage } from '../support/page.ts'

const { database, keepAddress, keptAddress } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/session.ts')),
  ...(await import('../../../../terminal/web/state/delivery-address.ts')),
}))

describe('the delivery address of the next order', () => {
  const address = { name: 'Ms Wang', lines: ['1 Harbour Road', 'Shanghai'] }

  it('S1-041 is kept in this browser for its account, and for no other', async () => {
    expect(await keptAddress('alice')).equal(undefined)
    await keepAddress('alice', address)
    expect(await keptAddress('alice')).deep.equal(address)
    expect(await keptAddress('bob')).equal(undefined)
  })

  it('S1-041 is asked for again where what is kept is none', async () => {
    for (const text of ['{', '{"name":""}', 'null']) {
      await (await database()).put('marks', text, 'delivery address carol')
      expect(await keptAddress('carol'), text).equal(undefined)
    }
  })
})
