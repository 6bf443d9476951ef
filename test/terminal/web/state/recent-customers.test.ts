import { expect } from 'chai'
import { forgetCustomers, noteCustomer, recentCustomers } from '../../../../terminal/web/state/recent-customers.ts'

/** A browser's shelf in memory. */
const shelfOf = () => {
  const kept = new Map<string, string>()
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (place: number) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size
    },
  }
  return () => shelf
}

describe('the recent customers of a desk', () => {
  it('are the latest eight of each clerk, each once, the latest first', () => {
    const shelf = shelfOf()
    for (let number = 1; number <= 10; number += 1) noteCustomer({ clerk: 'teller', customer: `c-${number}` }, shelf)
    noteCustomer({ clerk: 'teller', customer: 'c-5' }, shelf)
    expect(recentCustomers('teller', shelf)).deep.equal(['c-5', 'c-10', 'c-9', 'c-8', 'c-7', 'c-6', 'c-4', 'c-3'])
    expect(recentCustomers('other', shelf)).deep.equal([])
  })

  it('are forgotten for all clerks, and nothing else with them', () => {
    const shelf = shelfOf()
    shelf().setItem('assay-settings', '{}')
    noteCustomer({ clerk: 'one', customer: 'alice' }, shelf)
    noteCustomer({ clerk: 'two', customer: 'bob' }, shelf)
    forgetCustomers(shelf)
    expect([recentCustomers('one', shelf), recentCustomers('two', shelf)]).deep.equal([[], []])
    expect(shelf().getItem('assay-settings')).equal('{}')
  })

  it('are none where the browser keeps nothing, or something else stands there', () => {
    const none = () => {
      throw new Error('no shelf')
    }
    noteCustomer({ clerk: 'teller', customer: 'alice' }, none)
    forgetCustomers(none)
    expect(recentCustomers('teller', none)).deep.equal([])
    const shelf = shelfOf()
    shelf().setItem('assay-customers teller', '{"a":')
    expect(recentCustomers('teller', shelf)).deep.equal([])
  })
})
