import 'fake-indexeddb/auto'
import { expect } from 'chai'
import sinon from 'sinon'
import { GatewayProblem } from '../../../../terminal/sdk/errors.ts'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { issueBody, mint, publishedVoucher } from '../../support/published-voucher.ts'
import { loadedOutsidePage } from '../support/page.ts'

const web = await loadedOutsidePage(async () => ({
  ...(await import('../../../../terminal/web/state/account-lists.ts')),
  ...(await import('../../../../terminal/web/state/merchant.ts')),
  ...(await import('../../../../terminal/web/state/some-vouchers.ts')),
  ...(await import('../../../../terminal/web/state/vouchers.ts')),
  ...(await import('../../../../terminal/web/state/typed-unit.ts')),
  ...(await import('../../../../terminal/web/market/use-voucher-data.ts')),
  ...(await import('../../../../terminal/web/state/live.ts')),
  ...(await import('../../../../terminal/web/state/readings.ts')),
  ...(await import('../../../../terminal/web/state/session.ts')),
}))

type Shape = { parse: (value: unknown) => unknown }

/** A terminal of alice's whose gateway answers each path with what the test says, held to the shape that is asked for. */
const reader = (answerTo: (path: string) => unknown) => {
  const paths: string[] = []
  const read = async (path: string, shape: Shape) => {
    paths.push(path)
    return shape.parse(answerTo(path))
  }
  return { paths, terminal: { participant: 'alice', read } as unknown as Terminal }
}
const page = (items: unknown[] = [], change: object = {}) => ({ items, height: '9', ...change })

describe('the lists of one’s own account', () => {
  it('are read by their own paths, the newest page of each', async () => {
    const { paths, terminal } = reader(() => page())
    for (const read of [web.readHoldings, web.readOrders, web.readPledges, web.readOffers]) {
      expect((await read(terminal)).height).equal('9')
    }
    expect(paths).deep.equal([
      '/v1/accounts/alice/holdings?limit=200',
      '/v1/accounts/alice/orders?limit=100',
      '/v1/accounts/alice/pledges?limit=100',
      '/v1/accounts/alice/offers?limit=100',
    ])
  })
})

describe('a merchant’s registration', () => {
  const registration = (name: string) => ({
    ...{ merchant: 'shop/1', bank: 'bank', name, maximum: '10', vouchers: ['CNY'], status: 'open' },
    fee: { partsPerMillion: 1, minimum: '0' },
  })

  it('is the newest of its history, over all pages', async () => {
    const answerTo = (path: string) =>
      path.includes('after=')
        ? { items: [{ value: registration('new') }] }
        : { items: [{ value: registration('old') }], next: 'n' }
    const { paths, terminal } = reader(answerTo)
    expect((await web.readMerchant(terminal, 'shop/1'))?.name).equal('new')
    expect(await web.readMerchant(reader(answerTo).terminal, 'shop/1')).deep.equal(registration('new'))
    const path = '/v1/records/merchant~shop%2F1/history?limit=200'
    expect(paths).deep.equal([path, `${path}&after=n`])
  })

  it('is that of the bank of a home that is named, which stands under that home', async () => {
    const { paths, terminal } = reader(() => ({ items: [{ value: registration('here') }] }))
    expect((await web.readMerchant(terminal, 'shop', 'BankMSP'))?.name).equal('here')
    expect(paths).deep.equal(['/v1/records/merchant-registration~shop~BankMSP/history?limit=200'])
  })

  it('is that of an earlier page where the last is empty, and none where its history holds none', async () => {
    const answerTo = (path: string) =>
      path.includes('after=') ? { items: [] } : { items: [{ value: registration('old') }], next: 'n' }
    expect((await web.readMerchant(reader(answerTo).terminal, 'shop'))?.name).equal('old')
    expect(await web.readMerchant(reader(() => ({ items: [{ value: null }] })).terminal, 'shop')).equal(undefined)
  })

  it('is none where no bank ever registered it, and any other failure is one', async () => {
    const failing = (code: string) =>
      reader(() => {
        throw new GatewayProblem({ status: 404, code, title: '' })
      }).terminal
    expect(await web.readMerchant(failing('not_found'), 'shop')).equal(undefined)
    const failed = await web.readMerchant(failing('not_ready'), 'shop').catch(({ code }: GatewayProblem) => code)
    expect(failed).equal('not_ready')
  })
})

describe('published vouchers', () => {
  const voucher = (code: string) => ({ voucher: code, unit: { base: code }, fields: [], functions: [] })
  afterEach(() => sinon.restore())

  it('are read each once, taken note of, and left out where they cannot be read', async () => {
    const asked: string[] = []
    const terminal = {
      voucher: async (code: string) => {
        asked.push(code)
        if (code === 'LOST') throw new Error('no line')
        return { voucher: voucher(code) }
      },
    } as unknown as Terminal
    const some = await web.readSome(terminal, ['SOME-1', 'LOST', 'SOME-1', 'SOME-2'])
    expect([Object.keys(some), asked]).deep.equal([
      ['SOME-1', 'SOME-2'],
      ['SOME-1', 'LOST', 'SOME-2'],
    ])
    expect(web.unitOf('SOME-2')).deep.equal({ base: 'SOME-2' })
    expect([web.unitOfTyped('SOME-2'), web.unitOfTyped('no code'), web.unitOfTyped('')]).deep.equal([
      ...[{ base: 'SOME-2' }, undefined, undefined],
    ])
  })

  it('that are not known yet are asked for once, and again some time after that failed', async () => {
    const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      let answer = async () => Response.json({ code: 'not_found' }, { status: 404 })
      const fetch = sinon.stub(globalThis, 'fetch').callsFake((input) => {
        if (String(input).includes('/participants/mint/devices/')) {
          return Promise.resolve(Response.json({ publicKey: mint.publicKey, status: 'active' }))
        }
        return answer()
      })
      expect([web.voucherOf(undefined), web.unitOf('SILVER-1G'), web.cashUnitOf('SILVER-1G')]).deep.equal(
        Array.from({ length: 3 }, () => undefined),
      )
      const pass = async (milliseconds: number) => {
        await clock.tickAsync(milliseconds)
        for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate)
      }
      await pass(0)
      const before = fetch.callCount
      expect(before).greaterThan(0)
      await pass(4_000)
      web.voucherOf('SILVER-1G')
      expect(fetch.callCount).equal(before)
      answer = async () => Response.json(publishedVoucher({ ...issueBody, voucher: 'SILVER-1G' }))
      await pass(60_000)
      web.voucherOf('SILVER-1G')
      while (web.voucherOf('SILVER-1G') === undefined) await pass(0)
      expect(web.unitOf('SILVER-1G')?.shownAs).equal('g')
      expect(web.cashUnitOf('SILVER-1G')).equal(undefined)
    } finally {
      clock.restore()
    }
  })

  it('are those that this browser read before while the gateway cannot be reached, unless they are read meanwhile', async () => {
    const fetch = sinon.stub(globalThis, 'fetch').rejects(new TypeError('no network'))
    const turn = () => new Promise(setImmediate)
    web.enterLimited('alice')
    await web.keepReading('published KEPT', voucher('KEPT'))
    expect(web.voucherOf('KEPT')).equal(undefined)
    while (web.voucherOf('KEPT') === undefined) await turn()
    expect(web.voucherOf('KEPT')).deep.equal(voucher('KEPT'))
    await web.keepReading('published LATE', voucher('LATE'))
    expect(web.voucherOf('LATE')).equal(undefined)
    web.noteVoucher({ ...(voucher('LATE') as object), version: '2' } as never)
    const calls = fetch.callCount
    for (let turns = 0; turns < 50; turns += 1) await turn()
    expect([web.voucherOf('LATE')?.['version'], fetch.callCount >= calls]).deep.equal(['2', true])
  })

  it('count as changed only where they are', () => {
    const known = voucher('SAME') as never
    web.noteVoucher(known)
    const first = web.voucherOf('SAME')
    web.noteVoucher({ ...(known as object) } as never)
    expect(web.voucherOf('SAME')).equal(first)
    web.noteVoucher({ ...(known as object), version: '2' } as never)
    expect(web.voucherOf('SAME')).not.equal(first)
  })
})

describe('what one has of a voucher', () => {
  const holding = {
    participant: 'alice',
    voucher: 'GOLD',
    reserved: '0',
    pledged: '0',
    frozen: '0',
    cost: '0',
    costed: '0',
  }
  const order = (voucher: string) => ({
    ...{ order: `o-${voucher}`, voucher, owner: 'alice', status: 'open' },
  })
  const listing = (heights: string[]) => {
    const asked = { position: 0 }
    const read = async (path: string) => {
      const height = heights[asked.position - 1] ?? '9'
      if (path.includes('/orders')) return page([order('GOLD'), order('OIL')], { height })
      if (path.includes('/holdings')) return page([{ ...holding, available: '7', total: '7' }])
      return page()
    }
    const position = async () => {
      asked.position += 1
      return { fields: { totalQuantity: { quantity: '7' } }, height: '9' }
    }
    return { asked, terminal: { participant: 'alice', read, position } as unknown as Terminal }
  }

  it('is read of one height, tried again a few times where a block came between, and then shown as it is', async () => {
    const { asked, terminal } = listing(['8', '9'])
    const own = await web.readOwn(terminal, 'GOLD')
    expect([asked.position, own.isMismatched]).deep.equal([2, false])
    expect(own.agreements.orders.map(({ order: id }) => id)).deep.equal(['o-GOLD'])
    expect(own.holdings.map(({ available }) => available)).deep.equal(['7'])
    const never = listing(['8', '8', '8', '8', '8'])
    await web.readOwn(never.terminal, 'GOLD')
    expect(never.asked.position).equal(3)
  })

  it('agreed with others is that of one voucher, or of all', async () => {
    const { terminal } = listing([])
    expect((await web.readAgreements(terminal, 'OIL')).orders.map(({ voucher }) => voucher)).deep.equal(['OIL'])
    expect((await web.readAgreements(terminal)).orders).to.have.lengthOf(2)
  })
})
