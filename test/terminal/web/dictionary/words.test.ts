import { expect } from 'chai'
import { refusals } from '../../../../chaincode/vocabulary.ts'
import { gatewayProblems } from '../../../../gateway/problem.ts'
import { certificateFaultWords } from '../../../../terminal/web/dictionary/certificate-faults.ts'
import { laterProblemWords } from '../../../../terminal/web/dictionary/later-problems.ts'
import { matchingFaultWords } from '../../../../terminal/web/dictionary/matching-faults.ts'
import { paymentFaultWords, paymentProblemWords } from '../../../../terminal/web/dictionary/payment-reasons.ts'
import { faultWords, problemWords } from '../../../../terminal/web/dictionary/problems.ts'
import { profileFaultWords } from '../../../../terminal/web/dictionary/profile-faults.ts'
import type { Reason } from '../../../../terminal/web/dictionary/reason.ts'
import { refusalWords } from '../../../../terminal/web/dictionary/refusals.ts'
import { tradeChainProblemWords } from '../../../../terminal/web/dictionary/trade-chain-reasons.ts'
import { loadRefusalWords, reasonOf } from '../../../../terminal/web/words/reason.ts'

// A code of the gateway that has no words, or words for a code that it does not have, is a compile error here.
const allProblemWords = { ...problemWords, ...paymentProblemWords, ...tradeChainProblemWords, ...laterProblemWords }
const ofGateway: { readonly [C in keyof typeof gatewayProblems]: Reason } = allProblemWords
const ofTerminal: { readonly [C in keyof typeof allProblemWords]: unknown } = gatewayProblems

const all: [string, Reason][] = [
  ...Object.entries(refusalWords),
  ...Object.entries(ofGateway),
  ...Object.entries(faultWords),
  ...Object.entries(certificateFaultWords),
  ...Object.entries(matchingFaultWords),
  ...Object.entries(paymentFaultWords),
  ...Object.entries(profileFaultWords),
  ...Object.entries(tradeChainProblemWords),
]

describe('the words for what went wrong', () => {
  it('are general for what the ledger refuses until those words are loaded', async () => {
    expect(reasonOf('amount_over_cap')).equal(faultWords.unknown_fault)
    await loadRefusalWords()
    expect(reasonOf('amount_over_cap')).equal(refusalWords.amount_over_cap)
    expect(reasonOf('broken_link')).equal(certificateFaultWords.broken_link)
  })

  it('S0-031 name a reason and a next step for every code of ledger, gateway and terminal, in both languages', () => {
    for (const [code, { zh, en }] of all) {
      for (const text of [zh.what, zh.next]) expect(text, code).match(/[\u4e00-\u9fff].*[。：]$/u)
      for (const text of [en.what, en.next]) expect(text, code).match(/^[A-Z][^\u4e00-\u9fff]+\.$/u)
    }
    expect(Object.keys(refusals).filter((code) => reasonOf(code) === faultWords.unknown_fault)).deep.equal([])
    expect(Object.keys(ofTerminal).filter((code) => reasonOf(code) === faultWords.unknown_fault)).deep.equal([])
  })

  it('say something general of a code that a newer gateway may have', () => {
    expect(reasonOf('not_yet_invented')).equal(faultWords.unknown_fault)
    expect(reasonOf('toString')).equal(faultWords.unknown_fault)
  })
})
