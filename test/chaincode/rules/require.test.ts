import { expect } from 'chai'
import { Refusal } from '../../../chaincode/refusal.ts'
import { openAccount } from '../../../chaincode/rules/account.ts'
import { requireParticipant, requireSupply } from '../../../chaincode/rules/require.ts'
import { viewOf } from '../../../chaincode/rules/rule.ts'

const account = openAccount('alice', 'BankMSP')
const viewWith = (rows: Record<string, unknown>) => viewOf((_table, key) => rows[key])

const codeOf = (judge: () => unknown): string => {
  try {
    judge()
    return 'found'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('a record that a rule needs', () => {
  it('is a participant only with both of its rows', () => {
    const participant = { participant: 'alice' }
    const [one, two] = [{ 'participant~alice': participant }, { 'account~alice': account }]
    for (const rows of [{}, one, two]) {
      expect(codeOf(() => requireParticipant(viewWith(rows), 'alice'))).equal('unknown_participant')
    }
    expect(requireParticipant(viewWith({ ...one, ...two }), 'alice')).deep.equal({ participant, account })
  })

  it('is a voucher’s supply, without which the voucher is unknown', () => {
    const supply = { voucher: 'CNY', home: 'BankMSP', supply: 7n }
    expect(codeOf(() => requireSupply(viewWith({}), 'CNY'))).equal('unknown_voucher')
    expect(requireSupply(viewWith({ 'supply~CNY': supply }), 'CNY')).equal(supply)
  })
})
