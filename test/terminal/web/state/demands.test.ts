import { expect } from 'chai'
import {
  demandIn,
  demandStage,
  fieldsOf,
  offerState,
  rateOf,
  saysOfWhom,
  startingDemand,
} from '../../../../terminal/web/state/demands.ts'

const hour = 3_600_000

describe('A demand as it is typed', () => {
  it('S1-001 is stored with the wanted traits of its holders: a percentage in hundredths, fields in small letters', () => {
    expect(['90', '92.5', '99,95', '100', '0'].map(rateOf)).deep.equal([9_000, 9_250, 9_995, 10_000, 0])
    expect(['', '101', '100.01', '9.555', '-1', 'many'].map(rateOf)).deep.equal(Array(6).fill(undefined))
    expect(fieldsOf('Jewellery, bullion；jewellery')).deep.equal(['jewellery', 'bullion'])
    expect(fieldsOf('')).deep.equal([])
    expect(fieldsOf('gold!')).equal(undefined)
    const typed = {
      ...startingDemand,
      title: 'A ring',
      fields: 'jewellery',
      goods: 'carat>=18',
      positive: '90',
      success: '80.5',
    }
    expect(demandIn(typed, { matcher: 'finder', now: 1_000 })).deep.equal({
      ...{
        matcher: 'finder',
        title: 'A ring',
        goods: [{ trait: 'carat', atLeast: 18 }],
        minHolders: 2,
        several: false,
      },
      wanted: [
        { trait: 'field', anyOf: ['jewellery'] },
        { trait: 'positive-rating-rate', atLeast: 9_000 },
        { trait: 'success-rate', atLeast: 8_050 },
      ],
      until: String(1_000 + 24 * hour),
    })
  })

  it('S1-001 says at least one thing of the holders before anything is sent', () => {
    expect(saysOfWhom(startingDemand)).equal(false)
    for (const member of ['fields', 'positive', 'success'])
      expect(saysOfWhom({ ...startingDemand, [member]: '90' })).equal(true)
    const wanted = demandIn(
      { ...startingDemand, several: 'yes', fields: '!', goods: '!', positive: 'x' },
      { matcher: 'm', now: 0 },
    )
    // What is no percentage asks for the most rather than for less than was meant.
    expect(wanted).deep.include({
      several: true,
      goods: [],
      wanted: [{ trait: 'positive-rating-rate', atLeast: 10_000 }],
    })
  })
})

describe('How far a demand came', () => {
  const match = (status: 'matched' | 'no-match') => ({ status }) as never

  it('is told by its state, its match and its time', () => {
    const open = { status: 'open', until: '100' }
    expect(demandStage({ demand: open }, 100)).equal('searching')
    expect(demandStage({ demand: open, match: match('matched') }, 100)).equal('open')
    expect(demandStage({ demand: open, match: match('matched') }, 101)).equal('expired')
    expect(demandStage({ demand: open, match: match('no-match') }, 101)).equal('no-match')
    for (const status of ['fulfilled', 'withdrawn'] as const)
      expect(demandStage({ demand: { status, until: '100' }, match: match('matched') }, 101)).equal(status)
  })

  it('S1-019 S1-028 ends an offer with its own time, for silence is a rejection, and leaves what was decided', () => {
    expect(offerState({ status: 'offered', until: '100' }, 100)).equal('offered')
    expect(offerState({ status: 'offered', until: '100' }, 101)).equal('expired')
    for (const status of ['declined', 'accepted', 'rejected'] as const)
      expect(offerState({ status, until: '100' }, 101)).equal(status)
  })
})
