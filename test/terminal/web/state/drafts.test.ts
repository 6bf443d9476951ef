import { expect } from 'chai'
import { forgetDraft, forgetDrafts, keepDraft, readDraft } from '../../../../terminal/web/state/drafts.ts'

const initial = { quantity: '', to: '', hours: '24' }

const shelfOf = (map = new Map<string, string>()) => ({
  map,
  getItem: (key: string) => map.get(key) ?? null,
  setItem: (key: string, value: string) => void map.set(key, value),
  removeItem: (key: string) => void map.delete(key),
})

describe('what was typed into a form', () => {
  it('comes back over what the form begins with, for the same form alone', () => {
    const shelf = shelfOf()
    keepDraft(shelf, 'alice transfer AU', { typed: { ...initial, quantity: '1.5', to: 'bob' }, initial })
    expect(readDraft(shelf, 'alice transfer AU', initial)).deep.equal({ quantity: '1.5', to: 'bob', hours: '24' })
    expect(readDraft(shelf, 'alice transfer AG', initial)).deep.equal(initial)
    expect(readDraft(shelf, 'bob transfer AU', initial)).deep.equal(initial)
  })

  it('is kept only where it differs, so that a form’s own values may change meanwhile', () => {
    const shelf = shelfOf()
    keepDraft(shelf, 'form', { typed: { ...initial, to: 'bob' }, initial })
    expect(readDraft(shelf, 'form', { ...initial, hours: '1' })).deep.equal({ ...initial, to: 'bob', hours: '1' })
    keepDraft(shelf, 'form', { typed: initial, initial })
    expect(shelf.map.size).equal(0)
  })

  it('is forgotten when asked', () => {
    const shelf = shelfOf()
    keepDraft(shelf, 'form', { typed: { ...initial, to: 'bob' }, initial })
    forgetDraft(shelf, 'form')
    expect(readDraft(shelf, 'form', initial)).deep.equal(initial)
  })

  it('is nothing where what was kept is damaged or of a form that has changed, or where nothing can be kept', () => {
    const shelf = shelfOf(
      new Map([
        ['assay-draft one', '{'],
        ['assay-draft two', '{"to":5}'],
        ['assay-draft three', '{"left":"x"}'],
      ]),
    )
    for (const name of ['one', 'two', 'three']) expect(readDraft(shelf, name, initial), name).deep.equal(initial)
    const broken = {
      ...shelfOf(),
      getItem: () => {
        throw new Error('denied')
      },
      setItem: () => {
        throw new Error('full')
      },
    }
    keepDraft(broken, 'form', { typed: { ...initial, to: 'bob' }, initial })
    expect(readDraft(broken, 'form', initial)).deep.equal(initial)
    forgetDrafts()
  })
})
