import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import { z } from 'zod'
import { GatewayProblem, Outage } from '../../../../terminal/sdk/errors.ts'
import type { Result } from '../../../../terminal/sdk/result.ts'
import { mint, publishedVoucher } from '../../support/published-voucher.ts'
import { authorisedSession } from '../support/authorised-session.ts'
import { held } from '../support/held.ts'
import { openHookPage, using } from '../support/hook-page.ts'
import { loadedOutsidePage } from '../support/page.ts'

const web = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/use-draft.ts')),
  ...(await import('../../../../terminal/web/state/use-fields.ts')),
  ...(await import('../../../../terminal/web/state/use-instruction.ts')),
  ...(await import('../../../../terminal/web/state/use-act.ts')),
  ...(await import('../../../../terminal/web/state/use-resource.ts')),
  ...(await import('../../../../terminal/web/state/use-work.ts')),
  ...(await import('../../../../terminal/web/state/readings.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
  ...(await import('../../../../terminal/web/state/live.ts')),
  ...(await import('../../../../terminal/web/state/instructing.ts')),
  ...(await import('../../../../terminal/web/state/drafts.ts')),
  ...(await import('../../../../terminal/web/market/use-voucher-data.ts')),
}))

const body = { accepts: 'all' as const }
const accepted: Result = { id: 'i', status: 'accepted', effects: {} }

/** Signs somebody in whose gateway answers what the test says. */
const signIn = (send: () => Promise<Result>, account = 'alice') => {
  web.session.value = authorisedSession(send, account)
}

describe('the hooks of the web terminal', () => {
  let page: ReturnType<typeof openHookPage>
  beforeEach(() => {
    page = openHookPage()
    web.session.value = undefined
    web.endedBy.value = undefined
  })
  afterEach(async () => {
    web.session.value = undefined
    web.toldInDialog.value = undefined
    sinon.restore()
    await page.close()
  })

  describe('a draft', () => {
    const start = { to: '', quantity: '1' }

    it('keeps what was typed under the account and the form, over leaving the form', async () => {
      web.enterLimited('alice')
      const form = await using(() => web.useDraft('give', start), undefined)
      await form.act(({ set }) => set({ to: 'bob' }))
      expect(form.now.typed).deep.equal({ to: 'bob', quantity: '1' })
      await form.leave()
      const again = await using(() => web.useDraft('give', start), undefined)
      expect(again.now.typed.to).equal('bob')
      web.session.value = { mode: 'limited', account: 'carol' }
      const others = await using(() => web.useDraft('give', start), undefined)
      expect(others.now.typed).deep.equal(start)
    })

    it('puts back the fields that are named, or all, and keeps nothing after that', async () => {
      const form = await using(() => web.useDraft('sell', start), undefined)
      await form.act(({ set }) => set({ to: 'bob', quantity: '7' }))
      await form.act(({ clear }) => clear('to'))
      expect(form.now.typed).deep.equal({ to: '', quantity: '7' })
      await form.act(({ clear }) => clear())
      expect(form.now.typed).deep.equal(start)
      expect(sessionStorage.length).equal(0)
    })

    it('can be forgotten while it stays on the screen', async () => {
      const form = await using(() => web.useDraft('swap', start), undefined)
      await form.act(({ set }) => set({ to: 'bob' }))
      expect(sessionStorage.length).equal(1)
      await form.act(({ forget }) => forget())
      expect([form.now.typed.to, sessionStorage.length]).deep.equal(['bob', 0])
    })

    it('without a name leaves nothing behind, as a form with a secret must', async () => {
      const form = await using(() => web.useDraft(undefined, start), undefined)
      await form.act(({ set }) => set({ to: 'secret' }))
      await form.act(({ forget }) => forget())
      expect([form.now.typed.to, sessionStorage.length]).deep.equal(['secret', 0])
    })

    it('keeps the way of a form too', async () => {
      const form = await using(() => web.useWay('give', 'now'), undefined)
      await form.act(([, setWay]) => setWay('later' as 'now'))
      expect(form.now[0]).equal('later')
      await form.leave()
      const again = await using(() => web.useWay('give', 'now'), undefined)
      expect(again.now[0]).equal('later')
    })

    it('of every form is forgotten at the end of a session, and nothing else of the tab', () => {
      web.keepDraft(sessionStorage, 'alice give', { typed: { to: 'bob' }, initial: { to: '' } })
      sessionStorage.setItem('other', 'stays')
      web.forgetDrafts()
      expect([sessionStorage.length, sessionStorage.getItem('other')]).deep.equal([1, 'stays'])
    })
  })

  describe('the fields of a form', () => {
    const words = { zh: '不对', en: 'wrong' }
    const rules = {
      to: { shape: z.string().min(1), words },
      quantity: { shape: z.string().regex(/^[0-9]+$/), words: (typed: string) => ({ zh: typed, en: `not ${typed}` }) },
    }
    const initial = { to: '', quantity: '1', note: '' }

    it('are marked from the first try on, each with the words for what is wrong with it, and right without spaces', async () => {
      const form = await using(() => web.useFields(initial, rules), undefined)
      expect(form.now.bind('to').wrong).equal(undefined)
      await form.act(({ check }) => expect(check()).equal(false))
      expect(form.now.bind('to').wrong).oneOf(['wrong', '不对'])
      expect(form.now.bind('note').wrong).equal(undefined)
      await form.act(({ bind }) => bind('quantity').onValue('x'))
      expect(form.now.bind('quantity').wrong).oneOf(['not x', 'x'])
      await form.act(({ set }) => set({ to: '  bob ', quantity: ' 7 ' }))
      expect([form.now.values, form.now.bind('to').value]).deep.equal([
        { to: 'bob', quantity: '7', note: '' },
        '  bob ',
      ])
      await form.act(({ check }) => expect(check()).equal(true))
      expect(form.now.bind('quantity').wrong).equal(undefined)
      await form.act(({ reset }) => reset())
      expect([form.now.values, form.now.bind('to').wrong]).deep.equal([initial, undefined])
    })

    it('can have rules that depend on what is typed', async () => {
      const form = await using(() => web.useFields(initial, ({ note }) => (note === 'free' ? {} : rules)), undefined)
      expect(form.now.check()).equal(false)
      await form.act(({ set }) => set({ note: 'free' }))
      expect(form.now.check()).equal(true)
    })
  })

  describe('one instruction at a time', () => {
    it('S0-027 S0-032 sends nothing for a second press, says so, and is free again once the first is done', async () => {
      const answer = held<Result>()
      const send = sinon.fake(() => answer.promise)
      signIn(send)
      const form = await using(() => web.useInstruction(), undefined)
      expect([form.now.isPending, form.now.wasPressedAgain, form.now.fault]).deep.equal([false, false, undefined])
      let first: Promise<unknown> | undefined
      await form.act((instructing) => {
        first = instructing.send('participant.accept', body)
      })
      while (send.callCount === 0) await form.act(() => new Promise(setImmediate))
      expect([form.now.isPending, form.now.wasPressedAgain]).deep.equal([true, false])
      await form.act(async (instructing) => {
        expect(await instructing.send('participant.accept', body)).equal(undefined)
      })
      expect([form.now.wasPressedAgain, send.callCount]).deep.equal([true, 1])
      await form.act(async () => {
        answer.resolve(accepted)
        await first
      })
      expect([form.now.isPending, form.now.wasPressedAgain, form.now.fault]).deep.equal([false, false, undefined])
      expect(web.results.value[0]?.result).deep.equal(accepted)
    })

    it('says what was wrong before anything was sent, until the next try', async () => {
      const log = sinon.stub(console, 'error')
      const form = await using(() => web.useInstruction({ voucher: 'AU-9999' }), undefined)
      await form.act(async ({ send }) => expect(await send('participant.accept', body)).equal(undefined))
      expect([form.now.fault?.code, form.now.isPending]).deep.equal(['unknown_fault', false])
      expect(log.callCount).equal(1)
      signIn(async () => accepted)
      await form.act(async ({ send }) => expect((await send('participant.accept', body))?.voucher).equal('AU-9999'))
      expect(form.now.fault).equal(undefined)
    })

    it('of a form is made of right fields only, and empties them once it is taken', async () => {
      const sent: object[] = []
      let result: Result = { id: 'i', status: 'refused', code: 'not_allowed', values: {} } as never
      signIn(async () => {
        sent.push(result)
        return result
      })
      const rules = { known: { shape: z.string().regex(/^[a-z]+$/), words: { zh: '', en: '' } } }
      const form = await using(() => {
        const fields = web.useFields({ known: '' }, rules)
        const asked = () =>
          fields.values.known === 'nothing' ? undefined : ({ kind: 'participant.accept', body } as const)
        return { fields, ...web.useAct({ check: fields.check, asked, onTaken: () => fields.reset() }) }
      }, undefined)
      const settled = async (count: number) => {
        while (sent.length < count || form.now.instructing.isPending) await form.act(() => new Promise(setImmediate))
      }
      await form.act(({ submit }) => expect(submit()).equal(false))
      await form.act(({ fields }) => fields.set({ known: 'nothing' }))
      await form.act(({ submit }) => expect(submit()).equal(false))
      expect(sent).deep.equal([])
      await form.act(({ fields }) => fields.set({ known: 'bob' }))
      await form.act(({ submit }) => expect(submit()).equal(true))
      await settled(1)
      expect(form.now.fields.values.known, 'what was refused stays').equal('bob')
      result = accepted
      await form.act(({ submit }) => expect(submit()).equal(true))
      await settled(2)
      expect(form.now.fields.values.known).equal('')
    })
  })

  it('one piece of work at a time: a second does nothing meanwhile, and a failure is a fault that can be put away', async () => {
    const form = await using(() => web.useWork(), undefined)
    const first = held<void>()
    const second = sinon.fake.resolves(undefined)
    let running: Promise<void> | undefined
    await form.act(({ run }) => {
      running = run(() => first.promise)
    })
    await form.act(({ run }) => run(second))
    expect([form.now.isPending, second.callCount]).deep.equal([true, 0])
    await form.act(async () => {
      first.reject(new GatewayProblem({ status: 429, code: 'too_many_requests', title: '', retryAfterSeconds: 3 }))
      await running
    })
    expect(form.now.isPending).equal(false)
    expect(form.now.fault).deep.equal({ code: 'too_many_requests', values: {}, retryAfterSeconds: 3 })
    await form.act(({ clear }) => clear())
    expect(form.now.fault).equal(undefined)
    await form.act(({ run }) => run(second))
    expect([form.now.fault, second.callCount]).deep.equal([undefined, 1])
  })

  describe('what is read', () => {
    let clock: sinon.SinonFakeTimers
    beforeEach(() => {
      clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    })
    afterEach(() => clock.restore())

    /** A screen that reads, whose every reading the test ends. */
    const reading = async () => {
      const asked: ReturnType<typeof held<string>>[] = []
      const load = () => {
        const one = held<string>()
        asked.push(one)
        return one.promise
      }
      const screen = await using((key: string) => web.useResource(key, load), 'one' as string)
      const pass = (milliseconds: number) => screen.act(() => clock.tickAsync(milliseconds))
      const settle = (work: () => void) =>
        screen.act(async () => {
          work()
          await clock.tickAsync(0)
        })
      return { asked, screen, pass, settle }
    }

    it('is told once it is there, and stays in sight while it is read again after the ledger changed', async () => {
      const { asked, screen, pass, settle } = await reading()
      expect([screen.now.isLoading, screen.now.value]).deep.equal([true, undefined])
      await pass(0)
      await settle(() => asked[0]?.resolve('first'))
      expect([screen.now.isLoading, screen.now.value]).deep.equal([false, 'first'])
      for (let count = 0; count < 5; count += 1) {
        await screen.act(() => {
          web.changes.value += 1
        })
      }
      await pass(249)
      expect(asked).to.have.lengthOf(1)
      await pass(1)
      expect([asked.length, screen.now.value, screen.now.isLoading]).deep.equal([2, 'first', false])
      await settle(() => asked[1]?.resolve('second'))
      expect(screen.now.value).equal('second')
      await screen.act(({ reload }) => reload())
      await pass(250)
      expect(asked).to.have.lengthOf(3)
    })

    it('keeps the older value beside the fault of a later reading, which the next good one ends', async () => {
      const { asked, screen, pass, settle } = await reading()
      await pass(0)
      await settle(() => asked[0]?.resolve('first'))
      await screen.act(({ reload }) => reload())
      await pass(250)
      await settle(() => asked[1]?.reject(new GatewayProblem({ status: 503, code: 'not_ready', title: '' })))
      expect([screen.now.value, screen.now.fault?.code, screen.now.isLoading]).deep.equal(['first', 'not_ready', false])
      await screen.act(({ reload }) => reload())
      await pass(250)
      await settle(() => asked[2]?.resolve('third'))
      expect([screen.now.value, screen.now.fault]).deep.equal(['third', undefined])
    })

    it('is not what was read for another key, nor what an older question brings late', async () => {
      const { asked, screen, pass, settle } = await reading()
      await pass(0)
      await screen.show('two')
      expect([screen.now.isLoading, screen.now.value]).deep.equal([true, undefined])
      await pass(0)
      await settle(() => asked[0]?.resolve('of one'))
      expect(screen.now.value).equal(undefined)
      await settle(() => asked[1]?.resolve('of two'))
      expect(screen.now.value).equal('of two')
      for (const _again of [1, 2]) {
        await screen.act(({ reload }) => reload())
        await pass(250)
      }
      await settle(() => asked[3]?.resolve('newest'))
      await settle(() => asked[2]?.resolve('older'))
      expect(screen.now.value).equal('newest')
      await settle(() => undefined)
    })

    it('S0-050 is what was kept of it, with the time of that reading, while the gateway cannot be reached', async () => {
      clock.restore()
      web.enterLimited('keeper')
      let load = async () => 'kept'
      const use = (key: string) => web.useResource(key, () => load(), { isKept: true })
      const screen = await using(use, 'kept-one' as string)
      const settled = async () => {
        while (screen.now.isLoading) await screen.act(() => new Promise(setImmediate))
      }
      await settled()
      const readAt = screen.now.readAt
      while ((await web.findReading('kept-one')) === undefined) await new Promise(setImmediate)
      load = () => Promise.reject(new Outage({ gateway: '', reached: 'no', reason: '' }))
      await screen.show('kept-two')
      await settled()
      expect([screen.now.value, screen.now.readAt, screen.now.fault?.code]).deep.equal([undefined, undefined, 'outage'])
      await screen.show('kept-one')
      await settled()
      expect([screen.now.value, screen.now.fault?.code]).deep.equal(['kept', 'outage'])
      expect(screen.now.readAt).within(readAt ?? 0, Date.now())
      await screen.leave()
    })

    it('is loading no more where it could not be read, and ends the session where the device is revoked', async () => {
      signIn(async () => accepted)
      Object.defineProperty(globalThis, 'location', { value: { hash: '' }, configurable: true })
      const { asked, screen, pass, settle } = await reading()
      await pass(0)
      await settle(() => asked[0]?.reject(new GatewayProblem({ status: 401, code: 'revoked_device', title: '' })))
      expect([screen.now.fault?.code, screen.now.isLoading]).deep.equal(['revoked_device', false])
      clock.restore()
      while (web.session.value !== undefined) await new Promise(setImmediate)
      expect(web.endedBy.value).equal('revoked')
      Reflect.deleteProperty(globalThis, 'location')
    })

    it('ends no session that began while it was read', async () => {
      signIn(async () => accepted)
      const { asked, screen, pass, settle } = await reading()
      await pass(0)
      signIn(async () => accepted, 'bob')
      await settle(() => asked[0]?.reject(new GatewayProblem({ status: 401, code: 'revoked_device', title: '' })))
      expect(screen.now.fault?.code).equal('revoked_device')
      clock.restore()
      await new Promise((resume) => setTimeout(resume, 5))
      expect([web.session.value?.account, web.endedBy.value]).deep.equal(['bob', undefined])
    })

    it('is not read any more once the screen is left', async () => {
      const { asked, screen, pass } = await reading()
      await screen.leave()
      await pass(1_000)
      expect(asked).deep.equal([])
    })
  })

  it('the screen of a voucher reads it, its quotes and what one has of it, which is nothing without a device', async () => {
    const paths: string[] = []
    sinon.stub(globalThis, 'fetch').callsFake(async (input) => {
      const { pathname } = new URL(String(input))
      paths.push(pathname)
      if (pathname.endsWith('/quotes')) return Response.json({ items: [], height: '9' })
      if (pathname.includes('/devices/')) return Response.json({ publicKey: mint.publicKey, status: 'active' })
      return Response.json({ ...publishedVoucher(), height: '77' })
    })
    const before = web.height.value
    web.height.value = '1'
    const screen = await using((code: string) => web.useVoucherData(code), 'GOLD-1G')
    for (let turns = 0; turns < 200 && screen.now.voucher.value === undefined; turns += 1) {
      await screen.act(() => new Promise((resume) => setTimeout(resume, 5)))
    }
    expect(screen.now.voucher.value?.voucher.voucher).equal('GOLD-1G')
    expect(web.height.value).equal('77')
    expect([screen.now.quotes.value, screen.now.own.value]).deep.equal([[], undefined])
    expect(paths).include('/v1/vouchers/GOLD-1G')
    await screen.leave()
    web.height.value = before
  })

  it('the screen of a voucher reads what one has of it with the device’s own terminal', async () => {
    const gone = new GatewayProblem({ status: 404, code: 'not_found', title: '' })
    sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    const asked: string[] = []
    const fail = async (what: string) => {
      asked.push(what)
      throw gone
    }
    const terminal = {
      participant: 'alice',
      signer: { device: 'd' },
      read: fail,
      position: fail,
      follow: async () => {},
    }
    const unsettled = async () => []
    web.session.value = {
      mode: 'authorised',
      account: 'alice',
      terminal: { ...terminal, unsettled } as never,
      roles: [],
      device: 'd',
    }
    const screen = await using((code: string) => web.useVoucherData(code), 'AU-9999')
    while (screen.now.own.fault === undefined) await screen.act(() => new Promise((resume) => setTimeout(resume, 5)))
    expect(screen.now.own.fault.code).equal('not_found')
    expect(asked).include('AU-9999')
    await screen.leave()
  })
})
