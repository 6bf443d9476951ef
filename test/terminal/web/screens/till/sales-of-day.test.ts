import { expect } from 'chai'
import type { Terminal } from '../../../../../terminal/sdk/terminal.ts'
import {
  dayOf,
  isOrderPart,
  readSales,
  readTakings,
  spanOfDay,
} from '../../../../../terminal/web/screens/till/sales-of-day.ts'

/** A terminal whose gateway has so many pages of nothing. */
const terminalOf = (pages: number) => {
  const asked: string[] = []
  const readSigned = async (path: string) => {
    asked.push(path.split('?')[1] ?? '')
    return { items: [], height: '1', ...(asked.length < pages ? { next: `n${asked.length}` } : {}) }
  }
  return { asked, terminal: { participant: 'noodle-bar', readSigned } as unknown as Terminal }
}

describe('the sales of a day', () => {
  it('are those of a day of this device’s calendar, whatever its length', () => {
    const at = new Date(2027, 0, 15, 23, 59).getTime()
    expect(dayOf(at)).equal('2027-01-15')
    expect(spanOfDay('2027-01-15')).deep.equal({
      ...{ from: new Date(2027, 0, 15).getTime(), to: new Date(2027, 0, 16).getTime() },
    })
    expect(spanOfDay('')).equal(undefined)
  })

  it('are read page by page within the day, and at most ten pages of them', async () => {
    const { asked, terminal } = terminalOf(20)
    const { from, to } = spanOfDay('2027-01-15') as { from: number; to: number }
    await readSales(terminal, { day: '2027-01-15', order: '' })
    expect(asked).lengthOf(10)
    expect(asked[0]).equal(`from=${from}&to=${to}&limit=100`)
    expect(asked[1]).equal(`from=${from}&to=${to}&limit=100&after=n1`)
  })

  it('are found on any day by an end of their number, which must be one', async () => {
    const { asked, terminal } = terminalOf(1)
    await readSales(terminal, { day: '2027-01-15', order: '007' })
    expect(asked).deep.equal(['order=007&limit=100'])
    expect(['007', 'A-1', 'a b', '-1', ''].map(isOrderPart)).deep.equal([true, true, false, false, false])
  })

  it('are summed up by the gateway, for a day', async () => {
    const { asked, terminal } = terminalOf(1)
    expect(await readTakings(terminal, '2027-01-15')).deep.equal([])
    expect(await readTakings(terminal, '')).deep.equal([])
    expect(asked).lengthOf(1)
  })
})
