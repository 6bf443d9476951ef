import { expect } from 'chai'
import fc from 'fast-check'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { runs } from '../../support/runs.ts'

const shuffled = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([name, member]) => [name, shuffled(member as Json)]))
}

const names = fc.stringMatching(/^[a-zA-Z~é-]{1,8}$/)
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  ),
}))

describe('the canonical form', () => {
  it('sorts members by name at every depth and leaves no white space', () => {
    expect(canonical({ b: [{ d: 1, c: 2 }], a: null })).equal('{"a":null,"b":[{"c":2,"d":1}]}')
  })

  it('leaves absent members out', () => {
    expect(canonical({ b: undefined, a: 'x' })).equal('{"a":"x"}')
  })

  it('keeps the order of lists', () => {
    expect(canonical(['b', 'a'])).equal('["b","a"]')
  })

  it('writes a lone surrogate as an escape, so that the text has bytes at all', () => {
    expect(canonical('\ud800')).equal('"\\ud800"')
  })

  it('is one text for one value, in whatever order its members stand, and reads back as that value', () => {
    const property = fc.property(json, (value) => {
      expect(canonical(shuffled(value))).equal(canonical(value))
      expect(canonical(JSON.parse(canonical(value)) as Json)).equal(canonical(value))
    })
    fc.assert(property, runs(300))
  })

  it('writes what is absent as null, so that it has a text at all', () => {
    expect(canonical(undefined as never)).to.equal('null')
  })
})
