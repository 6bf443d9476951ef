import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { accounts, credits, participants } from '../../chaincode/domains/registry/tables.ts'
import { vouchers } from '../../chaincode/domains/vouchers/tables.ts'
import { kindNames, parseKey, partsOf, refusals, tables } from '../../chaincode/vocabulary.ts'
import { commonRefusals } from '../../chaincode/wire/refusal.ts'
import { runs } from '../support/runs.ts'

const anyParticipant = fc.stringMatching(/^[a-z][a-z0-9-]{1,6}[a-z0-9]$/)
const anyVoucher = fc.stringMatching(/^[A-Z][A-Z0-9-]{1,6}[A-Z0-9]$/)
const isInside = ({ start, end }: { start: string; end: string }, key: string): boolean => key >= start && key < end

describe('ledger keys', () => {
  it('are read back into their table and members', () => {
    expect(parseKey(participants.key('bob'))).deep.equal({ table: participants, members: ['bob'] })
    expect(parseKey(accounts.key('bob'))).deep.equal({ table: accounts, members: ['bob'] })
    expect(parseKey(vouchers.key('AU-9999'))).deep.equal({ table: vouchers, members: ['AU-9999'] })
    const credit = parseKey(credits.key('bob', 'AU-9999', 'f00d'))
    expect(credit).deep.equal({ table: credits, members: ['bob', 'AU-9999', 'f00d'] })
  })

  it('of other tables are none of ours', () => {
    for (const key of ['', 'bob', 'toString~bob', '\u0000credit\u0000bob', 'Account~bob']) {
      expect(parseKey(key), key).equal(undefined)
    }
  })

  it('keep the credits of one payee and one voucher in one range that no other payee or voucher enters', () => {
    const property = fc.property(
      anyParticipant,
      anyParticipant,
      anyVoucher,
      anyVoucher,
      (payee, other, voucher, second) => {
        const key = credits.key(other, second, 'f00d')
        expect(isInside(credits.range(payee, voucher), key)).equal(payee === other && voucher === second)
        expect(isInside(credits.range(payee), key)).equal(payee === other)
      },
    )
    fc.assert(property, runs(500))
  })

  it('do so for names that begin alike', () => {
    const range = credits.range('bob', 'AU')
    expect(isInside(range, credits.key('bob', 'AU', 'f00d'))).equal(true)
    expect(isInside(range, credits.key('bob', 'AU-1', 'f00d'))).equal(false)
    expect(isInside(range, credits.key('bob', 'AU1', 'f00d'))).equal(false)
    expect(isInside(credits.range('bob'), credits.key('bob-1', 'AU', 'f00d'))).equal(false)
    expect(isInside(credits.range('bob'), credits.key('bob1', 'AU', 'f00d'))).equal(false)
  })
})

const domains = join(import.meta.dirname, '..', '..', 'chaincode', 'domains')

/** What the domains' files of this name export, by domain. */
const exportsOf = async (file: string): Promise<{ [domain: string]: { [name: string]: object } }> =>
  Object.fromEntries(
    await Promise.all(
      readdirSync(domains).map(async (domain) => [domain, await import(join(domains, domain, `${file}.ts`))]),
    ),
  )

/** The members of the one object of this kind that each domain exports. */
const namesIn = async (file: string, what: RegExp): Promise<string[]> =>
  Object.values(await exportsOf(file)).flatMap((module) =>
    Object.entries(module)
      .filter(([name]) => what.test(name))
      .flatMap(([, members]) => Object.keys(members)),
  )

describe('the vocabulary', () => {
  it('alarms by codes that there are, of records that the kind names', () => {
    for (const kind of kindNames) {
      const { alarms, body } = partsOf(kind)
      for (const code of alarms?.codes ?? []) expect(refusals, `${kind} ${code}`).to.have.property(code)
      if (alarms !== undefined) expect(body.shape, kind).to.have.property(alarms.of)
    }
  })

  it('lists every table that a domain describes, each under a name of its own', async () => {
    const described = Object.values(await exportsOf('tables')).flatMap((module) =>
      Object.values(module).filter((one) => 'codec' in one),
    )
    const namesOf = (all: readonly object[]) => all.map((one) => (one as { name: string }).name).sort()
    expect(namesOf(tables)).deep.equal(namesOf(described))
    expect(new Set(namesOf(tables)).size).equal(described.length)
  })

  it('has every kind and every code of each domain, and none in two of them', async () => {
    const kinds = await namesIn('kinds', /Kinds$/)
    expect(kinds.sort()).deep.equal([...kindNames].sort())
    const codes = [...(await namesIn('refusals', /Refusals$/)), ...Object.keys(commonRefusals)]
    expect(codes.sort()).deep.equal(Object.keys(refusals).sort())
  })
})
