import { expect } from 'chai'
import type { z } from 'zod'
import * as identifiers from '../../../chaincode/wire/identifiers.ts'

const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success

interface Alphabet {
  schema: z.ZodType
  good: string[]
  /** What of the hostile texts is harmless here, because the text is data and never part of a key. */
  harmless?: string
  /** The longest text that is still accepted. */
  longest: string
  bad: string[]
}

const alphabets: Record<string, Alphabet> = {
  participantId: {
    schema: identifiers.participantId,
    good: ['bob', 'institution-treasury', 'a1-b2'],
    longest: `a${'b'.repeat(39)}`,
    bad: ['Bob', 'al', '1bob', 'bob-', '-bob', 'bob smith'],
  },
  voucherCode: {
    schema: identifiers.voucherCode,
    good: ['AU-9999', 'CNY', 'XAU'],
    longest: `A${'9'.repeat(31)}`,
    bad: ['au-9999', 'AU', '9AU', 'AU-', '-AU', 'AU 9999'],
  },
  deviceId: {
    schema: identifiers.deviceId,
    good: ['A'.repeat(43), `${'_-'.repeat(21)}z`],
    longest: 'A'.repeat(43),
    bad: ['A'.repeat(42), `${'A'.repeat(42)}=`, `${'A'.repeat(42)}+`],
  },
  caseNumber: {
    schema: identifiers.caseNumber,
    good: ['2026-0017', 'CASE-1', 'X12'],
    longest: `A${'1'.repeat(39)}`,
    bad: ['case-1', 'AB', '-AB1', 'CASE 1'],
  },
  reference: {
    schema: identifiers.reference,
    good: ['7', 'Order 12/3 of_May', 'a.b'],
    harmless: 'a space behind',
    longest: `a${'b'.repeat(63)}`,
    bad: [' order', '.order', 'order#1', 'order\n1'],
  },
  ledgerName: {
    schema: identifiers.ledgerName,
    good: ['assay', 'assay.test-1', 'a1'],
    longest: `a${'b'.repeat(62)}`,
    bad: ['Assay', '1assay', 'a', 'assay_test'],
  },
  organisationId: {
    schema: identifiers.organisationId,
    good: ['BankMSP', 'Org1MSP'],
    longest: `A${'b'.repeat(30)}`,
    bad: ['B', '1Bank', 'Bank-MSP', 'Bank MSP'],
  },
}

/** Texts that some ledger has taken for another identifier at one time: each is made from a good one. */
const hostile = (good: string): [string, string][] => [
  ['empty', ''],
  ['a leading underscore', `_${good}`],
  ['a NUL in front', `\u0000${good}`],
  ['a NUL inside', `${good[0]}\u0000${good.slice(1)}`],
  ['a NUL behind', `${good}\u0000`],
  ['the highest code point behind', `${good}\u{10ffff}`],
  ['the separator of ledger keys', `${good[0]}~${good.slice(2)}`],
  ['the separator behind', `${good}~`],
  ['the key behind the separator', `${good}\u007f`],
  ['a line end behind', `${good}\n`],
  ['a space behind', `${good} `],
  ['a Cyrillic letter that looks like a Latin one', `\u0430${good.slice(1)}`],
  ['a Greek capital that looks like a Latin one', `\u0391${good.slice(1)}`],
  ['a full-width letter', `\uff41${good.slice(1)}`],
  ['a full-width digit', `${good.slice(0, -1)}\uff11`],
  ['a long s, which upper-cases to S', `\u017f${good.slice(1)}`],
  ['a Kelvin sign, which lower-cases to k', `\u212a${good.slice(1)}`],
  ['a dotless i', `\u0131${good.slice(1)}`],
  ['a zero-width joiner', `${good[0]}\u200d${good.slice(1)}`],
  ['a soft hyphen', `${good[0]}\u00ad${good.slice(1)}`],
  ['a combining accent', `${good}\u0301`],
  ['a right-to-left override', `\u202e${good}`],
  ['a slash of a path', `../${good}`],
  ['a percent escape', `%00${good}`],
]

describe('identifiers', () => {
  for (const [name, { schema, good, longest, bad, harmless }] of Object.entries(alphabets)) {
    describe(name, () => {
      it('accepts its own alphabet up to its longest', () => {
        for (const text of [...good, longest]) expect(accepts(schema, text), text).equal(true)
      })

      it('refuses what is too long or out of its alphabet', () => {
        for (const text of [`${longest}1`, ...bad]) expect(accepts(schema, text), text).equal(false)
      })

      it('refuses hostile text', () => {
        for (const [what, text] of hostile(good[0] as string)) {
          expect(accepts(schema, text), what).equal(what === harmless)
        }
      })

      it('refuses what is no text', () => {
        for (const value of [1, null, true, [good[0]], { toString: () => good[0] }]) {
          expect(accepts(schema, value), String(value)).equal(false)
        }
      })
    })
  }

  it('never takes a leading underscore where an identifier becomes part of a ledger key', () => {
    for (const { schema } of [alphabets['participantId'], alphabets['voucherCode']] as Alphabet[]) {
      expect(accepts(schema, '_abc')).equal(false)
      expect(accepts(schema, '_ABC')).equal(false)
    }
  })
})

const notAmounts: [string, unknown][] = [
  ['zero', '0'],
  ['a negative amount', '-1'],
  ['a sign', '+1'],
  ['a fraction', '1.0'],
  ['a leading zero', '01'],
  ['an exponent', '1e3'],
  ['a space in front', ' 1'],
  ['a space behind', '1 '],
  ['a line end', '1\n'],
  ['hexadecimal', '0x10'],
  ['a separator of thousands', '1,000'],
  ['an underscore', '1_000'],
  ['the suffix of a bigint', '1n'],
  ['nothing', ''],
  ['infinity', 'Infinity'],
  ['a full-width digit', '\uff11'],
  ['an Arabic digit', '\u0661'],
  ['a number', 1],
  ['a bigint', 1n],
  ['null', null],
]

describe('amounts', () => {
  it('are positive whole numbers below 2^96', () => {
    for (const digits of ['1', '10', '79228162514264337593543950335']) {
      expect(accepts(identifiers.quantity, digits), digits).equal(true)
    }
  })

  it('stop at 2^96', () => {
    expect(identifiers.quantityCap.toString()).equal('79228162514264337593543950336')
    for (const digits of ['79228162514264337593543950336', '99999999999999999999999999999', `1${'0'.repeat(29)}`]) {
      expect(accepts(identifiers.quantity, digits), digits).equal(false)
    }
  })

  it('may be nothing where that is said, and reach as far as any other', () => {
    for (const digits of ['0', '1', '9'.repeat(28), '79228162514264337593543950335'])
      expect(accepts(identifiers.countOrZero, digits), digits).equal(true)
    for (const digits of ['79228162514264337593543950336', '99999999999999999999999999999', '00', '-0', '01'])
      expect(accepts(identifiers.countOrZero, digits), digits).equal(false)
  })

  for (const [what, value] of notAmounts) {
    it(`are not ${what}`, () => expect(accepts(identifiers.quantity, value)).equal(false))
  }
})

describe('numbers and moments', () => {
  it('count from one, in at most eighteen digits', () => {
    for (const digits of ['1', '9'.repeat(18)]) expect(accepts(identifiers.instructionNumber, digits)).equal(true)
    for (const digits of ['0', '9'.repeat(19), '01', '-1']) {
      expect(accepts(identifiers.instructionNumber, digits), digits).equal(false)
    }
  })

  it('are refused as amounts are', () => {
    for (const [what, value] of notAmounts.slice(1)) {
      expect(accepts(identifiers.instructionNumber, value), what).equal(false)
      expect(accepts(identifiers.moment, value), what).equal(false)
    }
  })

  it('let a moment be zero and no longer than sixteen digits', () => {
    for (const digits of ['0', '1800000000000', '9'.repeat(16)]) {
      expect(accepts(identifiers.moment, digits), digits).equal(true)
    }
    expect(accepts(identifiers.moment, '9'.repeat(17))).equal(false)
  })
})

describe('names for people', () => {
  it('may be in any script', () => {
    const joined = ['می‌خواهم', 'क्‍ष']
    for (const name of [
      'Zürich Treasury',
      '上海黄金',
      'Ένα',
      'Золото № 9',
      '금은방',
      'A',
      '7',
      '𠮷野家',
      'x'.repeat(60),
      ...joined,
    ]) {
      expect(accepts(identifiers.displayName, name), name).equal(true)
    }
  })

  const bad: [string, string][] = [
    ['empty', ''],
    ['too long', 'x'.repeat(61)],
    ['not trimmed', ' Alice'],
    ['holding a control character', 'Ali\u0000ce'],
    ['holding a line end', 'Ali\nce'],
    ['holding an invisible joiner', 'Ali\u200dce'],
    ['holding a right-to-left override', '\u202eecilA'],
    ['in another normal form', 'A\u030angstrom'],
    ['spelt with the Ångström sign', '\u212bngstrom'],
    ['of private-use characters', '\ue000'],
    ['holding half of a surrogate pair', 'Ali\ud800ce'],
    ['holding a line separator', 'Ali\u2028ce'],
    ['nothing but a filler that counts as a letter', '\u3164'],
    ['nothing but a blank of Braille', '\u2800'],
    ['nothing but signs', '-- . --'],
    ['nothing but an accent', '\u0301'],
    ['holding a soft hyphen', 'Ali\u00adce'],
    ['holding a variation selector', 'Alice\ufe0f'],
    ['holding a tag of another plane', 'Alice\u{e0041}'],
    ['holding a joiner at its end', 'می\u200c'],
    ['holding a hard blank', 'Ali\u00a0ce'],
  ]
  for (const [what, name] of bad) {
    it(`are refused when ${what}`, () => expect(accepts(identifiers.displayName, name)).equal(false))
  }
})
