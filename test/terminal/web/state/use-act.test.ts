import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import type { Result } from '../../../../terminal/sdk/result.ts'
import type { KeptResult } from '../../../../terminal/web/platform/database.ts'
import type { Asked, Review } from '../../../../terminal/web/state/use-act.ts'
import { authorisedSession } from '../support/authorised-session.ts'
import { held } from '../support/held.ts'
import { openHookPage, using } from '../support/hook-page.ts'
import { loadedOutsidePage } from '../support/page.ts'

const web = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/use-act.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
  ...(await import('../../../../terminal/web/state/instructing.ts')),
}))

const accepted: Result = { id: 'i', status: 'accepted', effects: {} }
const refused = { id: 'i', status: 'refused', code: 'not_allowed', values: {} } as unknown as Result
const reviewAt = (price?: string): Review => ({ what: 'Accept', lines: [['Price', price ?? 'none']], price })
const askedWith = (review?: Review): Asked => ({ kind: 'participant.accept', body: { accepts: 'all' }, review })

describe('a form that ends in one instruction', () => {
  let page: ReturnType<typeof openHookPage>
  beforeEach(() => {
    page = openHookPage()
  })
  afterEach(async () => {
    web.session.value = undefined
    web.toldInDialog.value = undefined
    sinon.restore()
    await page.close()
  })

  /** A form whose fields ask for what the test says, with the answers of the gateway that are still to come. */
  const formOf = async (first: Asked | undefined) => {
    const wanted = { isRight: true, asked: first }
    const answers: ReturnType<typeof held<Result>>[] = []
    web.session.value = authorisedSession(() => {
      const answer = held<Result>()
      answers.push(answer)
      return answer.promise
    })
    const taken: KeptResult[] = []
    const check = () => wanted.isRight
    const onTaken = (kept: KeptResult) => void taken.push(kept)
    const about = { voucher: 'AU-9999' }
    // What was shown before is shown anew only where it is given something else.
    const hook = (_shown: object) => web.useAct({ about, check, asked: () => wanted.asked, onTaken })
    const form = await using(hook, {})
    const asks = async (asked: Asked | undefined) => {
      wanted.asked = asked
      await form.show({})
    }
    const sent = async (count: number) => {
      while (answers.length < count) await form.act(() => new Promise(setImmediate))
    }
    const settled = async (result: Result) => {
      await form.act(() => answers.at(-1)?.resolve(result))
      while (form.now.instructing.isPending) await form.act(() => new Promise(setImmediate))
    }
    return { form, wanted, answers, taken, asks, sent, settled }
  }

  it('asks for nothing while something is wrong, or nothing is asked for', async () => {
    const { form, wanted, answers } = await formOf(askedWith(reviewAt()))
    wanted.isRight = false
    await form.act(({ submit }) => expect(submit()).equal(false))
    wanted.isRight = true
    wanted.asked = undefined
    await form.act(({ submit }) => expect(submit()).equal(false))
    await form.act(({ confirm }) => confirm())
    await form.act(({ takeNewPrice }) => takeNewPrice())
    expect([form.now.review, form.now.hindrance, answers.length]).deep.equal([undefined, undefined, 0])
  })

  it('sends at once what needs no review, and tells what was taken, with what it is about', async () => {
    const { form, taken, sent, settled } = await formOf(askedWith())
    await form.act(({ submit }) => expect(submit()).equal(true))
    expect(form.now.review).equal(undefined)
    await sent(1)
    await settled(accepted)
    expect(taken.map(({ voucher, result }) => [voucher, (result as Result).status])).deep.equal([
      ['AU-9999', 'accepted'],
    ])
  })

  it('S0-027 S0-032 is looked at before it is signed, sent once whoever presses again, and done with then', async () => {
    const review = reviewAt('5')
    const { form, answers, taken, asks, sent, settled } = await formOf(askedWith(review))
    await form.act(({ submit }) => expect(submit()).equal(true))
    expect([form.now.review, form.now.hindrance, answers.length]).deep.equal([review, undefined, 0])
    await form.act(({ confirm }) => confirm())
    await sent(1)
    // What the fields ask for meanwhile is nobody's news.
    await asks(askedWith(reviewAt('6')))
    expect([form.now.review, form.now.hindrance]).deep.equal([review, undefined])
    await form.act(({ confirm }) => confirm())
    expect([form.now.instructing.wasPressedAgain, answers.length]).deep.equal([true, 1])
    await settled(accepted)
    expect([form.now.review, form.now.hindrance, taken.length]).deep.equal([undefined, undefined, 1])
  })

  it('stays as it was typed where the ledger refuses it, and where it could not be sent', async () => {
    const log = sinon.stub(console, 'error')
    const { form, taken, sent, settled } = await formOf(askedWith(reviewAt()))
    await form.act(({ submit }) => submit())
    await form.act(({ confirm }) => confirm())
    await sent(1)
    await settled(refused)
    web.session.value = undefined
    await form.act(({ submit }) => submit())
    await form.act(({ confirm }) => confirm())
    expect([form.now.instructing.fault?.code, taken, log.callCount]).deep.equal(['unknown_fault', [], 1])
  })

  it('needs nobody to hear that it was taken', async () => {
    web.session.value = authorisedSession(async () => accepted)
    const form = await using(() => web.useAct({ check: () => true, asked: () => askedWith(reviewAt()) }), undefined)
    await form.act(({ submit }) => submit())
    await form.act(({ confirm }) => confirm())
    while (form.now.review !== undefined) await form.act(() => new Promise(setImmediate))
    expect(web.results.value[0]?.result).deep.equal(accepted)
  })

  it('is agreed to anew when its price changes meanwhile, and not sent before', async () => {
    const { form, answers, asks, sent } = await formOf(askedWith(reviewAt('5')))
    await form.act(({ submit }) => submit())
    await asks(askedWith(reviewAt('6')))
    expect([form.now.review?.price, form.now.hindrance]).deep.equal(['6', 'changed'])
    await form.act(({ confirm }) => confirm())
    expect([answers.length, form.now.instructing.isPending]).deep.equal([0, false])
    await form.act(({ takeNewPrice }) => takeNewPrice())
    expect(form.now.hindrance).equal(undefined)
    await form.act(({ confirm }) => confirm())
    await sent(1)
  })

  it('cannot be confirmed once there is nothing left of it, still shows what it was, and can be left', async () => {
    const review = reviewAt('5')
    const { form, answers, asks } = await formOf(askedWith(review))
    await form.act(({ submit }) => submit())
    for (const gone of [undefined, askedWith()]) {
      await asks(gone)
      expect([form.now.review, form.now.hindrance]).deep.equal([review, 'over'])
      await form.act(({ confirm }) => confirm())
      await form.act(({ takeNewPrice }) => takeNewPrice())
      expect([form.now.review, form.now.hindrance]).deep.equal([review, 'over'])
    }
    await form.act(({ back }) => back())
    expect([form.now.review, form.now.hindrance, answers.length]).deep.equal([undefined, undefined, 0])
  })
})
