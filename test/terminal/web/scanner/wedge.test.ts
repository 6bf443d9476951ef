import { expect } from 'chai'
import { codeAround } from '../../../../chaincode/wire/payment-code.ts'
import { WedgeReader, type WedgeReading } from '../../../../terminal/web/scanner/wedge.ts'

const code = codeAround('123456789012345')

const press = (keys: readonly string[], gapMilliseconds: number, reader = new WedgeReader()): WedgeReading[] =>
  keys.map((key, place) => reader.read({ key, at: 1000 + place * gapMilliseconds }))

describe('A scanner that is a keyboard', () => {
  it('is told by the speed of its digits and the Enter at their end', () => {
    expect(press([...code, 'Enter'], 8).at(-1)).to.deep.equal({ is: 'scan', text: code })
    expect(press([...code, 'Tab'], 40).at(-1)).to.deep.equal({ is: 'scan', text: code })
  })

  it('is never a person, however many digits were typed', () => {
    expect(press([...code, 'Enter'], 90).at(-1)).to.deep.equal({ is: 'typing' })
  })

  it('may pause once in a burst, as a busy page sees it', () => {
    const reader = new WedgeReader()
    for (const [place, key] of [...code].entries()) reader.read({ key, at: place * 5 + (place > 9 ? 120 : 0) })
    expect(reader.read({ key: 'Enter', at: 215 })).to.deep.equal({ is: 'scan', text: code })
  })

  it('may pause for long once, as one that sends by radio does, and may begin with a prefix', () => {
    const reader = new WedgeReader()
    const keys = [']', 'C', '1', ...code]
    for (const [place, key] of keys.entries()) reader.read({ key, at: place * 5 + (place > 9 ? 450 : 0) })
    expect(reader.read({ key: 'Enter', at: 560 })).to.deep.equal({ is: 'scan', text: `1${code}` })
  })

  it('loses nothing to what was typed just before', () => {
    const reader = new WedgeReader()
    for (const [place, key] of ['4', '2'].entries()) reader.read({ key, at: place * 200 })
    const readings = [...code, 'Enter'].map((key, place) => reader.read({ key, at: 1000 + place * 5 }))
    expect(readings[0]).to.deep.equal({ is: 'burst', length: 1 })
    expect(readings.at(-1)).to.deep.equal({ is: 'scan', text: code })
  })

  it('is forgotten when its burst is broken by a pause, another key, or is too short', () => {
    const reader = new WedgeReader()
    press([...code], 5, reader)
    expect(reader.read({ key: 'Enter', at: 5000 })).to.deep.equal({ is: 'typing' })
    expect(press([...code.slice(0, 9), 'a', ...code.slice(9, 12), 'Enter'], 5).at(-1)).to.deep.equal({ is: 'typing' })
    expect(press(['4', '2', '0', '0', 'Enter'], 5).at(-1)).to.deep.equal({ is: 'typing' })
  })

  it('may press Shift in between', () => {
    expect(press([...code.slice(0, 9), 'Shift', ...code.slice(9), 'Enter'], 5).at(-1)).to.deep.equal({
      is: 'scan',
      text: code,
    })
  })
})
