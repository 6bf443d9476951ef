import { expect } from 'chai'
import { type Approval, approvals } from '../../../../chaincode/domains/approvals/tables.ts'
import { digestOfAct } from '../../../../chaincode/domains/approvals/terms.ts'
import { checkedRule } from '../../../../chaincode/rules/approvals/checked.ts'
import { viewOf } from '../../../../chaincode/rules/rule.ts'
import { kindNames, partsOf } from '../../../../chaincode/vocabulary.ts'

const act = { client: 'alice', institution: 'InstitutionMSP', confidential: 'C'.repeat(43) }
const name = 'A'.repeat(43)
const row: Approval = {
  ...{ approval: name, home: 'BankMSP', kind: 'grade.set', act: '', digest: digestOfAct('grade.set', act) },
  ...{ maker: 'one', checker: 'other', expiresAt: 10n, status: 'approved' },
}
const view = viewOf((_table, key) => (key === approvals.key(name) ? row : undefined))

/** A rule of a kind with a confidential text, as if it needed two people. */
const secret = checkedRule<'grade.set'>({
  reads: () => ['a row'],
  home: () => 'BankMSP',
  organisations: () => ['InstitutionMSP'],
  decide: () => ({ effects: {} }),
  openly: () => ({ effects: {}, hides: ['a private row'] }),
})

const request = (approval: string | undefined, now = 1n) => {
  const body = { ...act, ...(approval === undefined ? {} : { approval }) }
  const instruction = { kind: 'grade.set', from: 'one', body }
  return { instruction, body, sender: { participant: 'one' }, view, facts: { now } } as never
}

describe('a rule of what needs two people', () => {
  it('reads the proposal besides its own rows, and has the member of both endorse it', () => {
    const named = { kind: 'grade.set', body: { ...act, approval: name } } as never
    expect(secret.reads(named, undefined)).deep.equal(['a row', approvals.key(name)])
    expect(secret.organisations?.(named, view)).deep.equal(['InstitutionMSP', 'BankMSP'])
    expect(secret.reads({ kind: 'grade.set', body: act } as never, undefined)).deep.equal(['a row'])
  })

  it('judges the approval for who has the blocks alone as well, and writes it as executed', () => {
    const executed = { table: approvals, record: { ...row, status: 'executed' } }
    expect(secret.openly?.(request(name))).deep.equal({ effects: {}, hides: ['a private row'], writes: [executed] })
    expect(secret.decide(request(name))).deep.equal({ effects: {}, writes: [executed] })
    for (const judge of [secret.decide, secret.openly]) {
      expect(() => judge?.(request(undefined))).throw('approval_missing')
      expect(() => judge?.(request(name, 11n))).throw('deadline_passed')
    }
  })

  it('is had by each kind that says so, which names the approval in its body', () => {
    const checked = kindNames.filter((kind) => partsOf(kind).checked === true)
    expect(checked).deep.equal(['grade.set', 'identity.unlock', 'chain.reconcile'])
    for (const kind of kindNames)
      if (partsOf(kind).checked === true) expect(partsOf(kind).body.shape).property('approval')
  })
})
