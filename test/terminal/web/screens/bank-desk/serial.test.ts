import { expect } from 'chai'
import { reference } from '../../../../../chaincode/wire/identifiers.ts'
import { nextSerial } from '../../../../../terminal/web/screens/bank-desk/serial.ts'
import { Device } from '../../../../support/devices.ts'

describe('the reference of the next cash act of a desk', () => {
  const at = new Date(2026, 10, 28, 12).getTime()
  const device = `${'A'.repeat(37)}tK3x0s`
  const next = (...references: string[]) => nextSerial(references, { device, at })

  it('begins with one each day, in the form that the ledger takes', () => {
    expect(next()).equal('20261128-tK3x0s-0001')
    expect(next('20261127-tK3x0s-0009')).equal('20261128-tK3x0s-0001')
    for (const own of [device, '_-'.repeat(21).concat('_'), new Device('bank', ['teller']).id]) {
      const suggested = nextSerial([], { device: own, at })
      expect(reference.safeParse(suggested).success, suggested).equal(true)
      expect(nextSerial([suggested], { device: own, at })).match(/-0002$/)
    }
  })

  it('goes on after the highest of the day, whatever else was written', () => {
    const stem = '20261128-tK3x0s-'
    const written = [`${stem}0002`, 'COUNTER 7', `${stem}0011`, stem, `${stem}12a`, `${stem}0003`, '20261128-0099']
    expect(next(...written)).equal('20261128-tK3x0s-0012')
  })

  it('grows beyond four digits', () => {
    expect(next('20261128-tK3x0s-9999')).equal('20261128-tK3x0s-10000')
  })

  it('is never that of another desk, which counts by itself', () => {
    const [one, other] = ['one', 'other'].map((name) => new Device('bank', ['teller'], name).id)
    const count = (own = '') => {
      const references: string[] = []
      for (let act = 0; act < 3; act += 1) references.push(nextSerial(references, { device: own, at }))
      return references
    }
    expect(new Set([...count(one), ...count(other)]).size).equal(6)
    expect(nextSerial(count(one), { device: other ?? '', at })).match(/-0001$/)
  })
})
