import { expect } from 'chai'
import { type Kind, kinds, participantsNamedBy, tableNamedBy } from '../../../../chaincode/vocabulary.ts'
import type { KindParts } from '../../../../chaincode/wire/kind.ts'
import { kindsOfOne, receivedWords } from '../../../../terminal/web/dictionary/received.ts'
import { loadedOutsidePage } from '../support/page.ts'

const { changeSettings, isWorthANotice, tellNotice, loadRefusalWords } = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/settings.ts')),
  ...(await import('../../../../terminal/web/words/notice.ts')),
  ...(await import('../../../../terminal/web/words/reason.ts')),
}))

// Whatever is asked of it is somebody.
const anyRecord: object = new Proxy({}, { get: () => anyRecord })

/** True when an instruction of this kind can concern somebody else: one whom it names, asks, or who has part in a record that it steps. */
const canConcernOthers = (kind: Kind): boolean => {
  const { body, asks }: KindParts = kinds[kind]
  const tables = Object.keys(body.shape).map((member) => tableNamedBy(member))
  const hasParties = tables.some((table) => table !== undefined && table.partiesOf(anyRecord as never).length > 0)
  return participantsNamedBy(kind).length > 0 || asks !== undefined || hasParties
}

// Their records have one party alone: an order its owner, a code that nobody has claimed its payer.
const ofOwnRecords: readonly Kind[] = ['order.cancel', 'payment-code.cancel']

const all = Object.keys(kinds) as Kind[]
const line = (kind: Kind, status: string) => ({ status, kind, from: 'lamp-house', body: {} })

/** What is told to an account of an accepted instruction, but for the sender's name. */
const wordsOf = (kind: Kind, account: string): string => {
  const { title, status } = tellNotice(line(kind, 'accepted'), account)
  return `${title} ${status}`.replace('lamp-house', '')
}
const patterns = { zh: /[\u4e00-\u9fff].* .*[\u4e00-\u9fff]/u, en: /^[^\u4e00-\u9fff]+$/u }

describe('the words of notices', () => {
  before(loadRefusalWords)
  after(() => changeSettings({ language: 'en' }))

  it('SX-010 are there for every kind of which a result can come to another’s account', () => {
    const wanted = all.filter((kind) => canConcernOthers(kind) && !ofOwnRecords.includes(kind))
    expect(Object.keys(receivedWords)).have.members(wanted)
    expect([...Object.keys(receivedWords), ...kindsOfOne]).have.members(all)
  })

  it('SX-010 tell each result in the language of now, to who sent it and to the other side', () => {
    for (const language of ['zh', 'en'] as const) {
      changeSettings({ language })
      const told = all.flatMap((kind) =>
        ['lamp-house', 'alice'].map((account) => [kind, wordsOf(kind, account)] as const),
      )
      for (const [kind, text] of told) expect(text, kind).match(patterns[language]).not.include(kind)
    }
  })

  it('SX-010 say why to who sent what was refused, and to others only that it was', () => {
    changeSettings({ language: 'en' })
    const own = tellNotice({ ...line('purchase.accept', 'refused'), code: 'purchase_state_forbids' }, 'lamp-house')
    expect(own).include({ title: 'Accept an order', status: 'Refused', tone: 'bad' })
    expect(own.text).match(/^[A-Z].*\.$/)
    const other = tellNotice(line('payment.approve', 'refused'), 'alice')
    expect(other).include({ title: 'Approve a payment', status: 'Refused', text: undefined })
    changeSettings({ language: 'zh' })
    const inChinese = tellNotice(
      { ...line('purchase.accept', 'refused'), code: 'purchase_state_forbids' },
      'lamp-house',
    )
    expect(inChinese.text).match(/[\u4e00-\u9fff].*。$/u)
  })

  it('leave out the codes that were shown, and keep those that were refused', () => {
    const codes = ['accepted', 'refused'].map((status) => line('payment-code.request', status))
    expect([...codes, line('purchase.ship', 'accepted')].map(isWorthANotice)).deep.equal([false, true, true])
  })

  it('call a kind that a newer ledger has as that calls it', () => {
    changeSettings({ language: 'en' })
    expect(tellNotice(line('not.yet-invented' as Kind, 'accepted'), 'alice').title).equal('not.yet-invented')
  })
})
