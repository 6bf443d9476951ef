import { expect } from 'chai'
import { ruleOf } from '../../chaincode/ledger.ts'
import { deviceRoles, kinds } from '../../chaincode/wire/instruction.ts'

describe('the catalogue of rules', () => {
  it('has for every kind of instruction a rule of its own that decides, names its reads and knows its home', () => {
    const rules = kinds.map(ruleOf)
    expect(new Set(rules).size).equal(kinds.length)
    for (const rule of rules) {
      expect(rule.decide).a('function')
      expect(rule.reads).a('function')
      expect(rule.home).a('function')
      expect(deviceRoles).include.members([...rule.roles])
    }
  })

  it('has none for what is no kind, not even for what every object has', () => {
    for (const name of ['voucher.mint', 'toString', '__proto__', 'constructor']) {
      expect((ruleOf(name as never) as { decide?: unknown } | undefined)?.decide, name).equal(undefined)
    }
  })
})
