import { expect } from 'chai'
import { ruleOf } from '../../chaincode/ledger.ts'
import { kindNames, kinds } from '../../chaincode/vocabulary.ts'
import { deviceRoles } from '../../chaincode/wire/device.ts'

describe('the catalogue of rules', () => {
  it('has for every kind of instruction a rule of its own that decides, names its reads and knows its home', () => {
    const rules = kindNames.map(ruleOf)
    expect(new Set(rules).size).equal(kindNames.length)
    for (const rule of rules) {
      expect(rule.decide).a('function')
      expect(rule.reads).a('function')
      expect(rule.home).a('function')
    }
    for (const kind of kindNames) expect(deviceRoles, kind).include.members([...kinds[kind].roles])
  })

  it('has none for what is no kind, not even for what every object has', () => {
    for (const name of ['voucher.mint', 'toString', '__proto__', 'constructor']) {
      expect((ruleOf(name as never) as { decide?: unknown } | undefined)?.decide, name).equal(undefined)
    }
  })
})
