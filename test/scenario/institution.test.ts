import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { yuanSeries } from '../../scripts/series.ts'
import { Terminals } from './support/terminals.ts'

const cash = 'CNY-DESK'
const gold = 'AU-ANSWERED'
const account = '6222021234567894'
const untilMilliseconds = 120_000
const main = join(import.meta.dirname, '..', '..', 'institution', 'main.ts')

type Name = 'desk-bank' | 'desk-checker' | 'desk-client' | 'desk-other' | 'desk-treasury'

const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const always = [{ zone: 'UTC', days: week, from: '00:00', until: '24:00' }]
/** The days that are neither today nor tomorrow. */
const otherDays = () => week.filter((_day, place) => (place + 15 - new Date().getUTCDay()) % 7 > 1)

/** The conditions under which the institution trades, at a reference price. */
const rulesAt = (reference: string, change: object = {}): string =>
  JSON.stringify({
    metal: {
      [gold]: {
        ...{ cash, minimumGrade: 'bbb', quantityMaximum: '1000', amountMaximum: '1000000', hours: always },
        ...{ price: { reference, bandPerMille: 50 }, ...change },
      },
    },
  })

describe('an institution that answers trades by its program, on a network', () => {
  let people: Terminals<Name>
  let program: ChildProcess | undefined
  let config = ''
  let rules = ''

  const start = (): void => {
    program = spawn(process.execPath, [main, '--config', config], {
      env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' },
      stdio: 'ignore',
    })
  }
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const ending = program
    program = undefined
    if (ending === undefined || ending.exitCode !== null) return
    const ended = once(ending, 'exit')
    ending.kill(signal)
    await ended
  }

  before(async () => {
    people = await Terminals.open<Name>({
      'desk-bank': { at: 'bank', roles: ['credit', 'issuer', 'teller', 'customer'] },
      'desk-checker': { at: 'bank', roles: ['credit', 'teller'] },
      'desk-client': { at: 'bank', roles: ['customer'] },
      'desk-other': { at: 'bank', roles: ['customer'] },
      'desk-treasury': { at: 'institution', roles: ['executor', 'issuer', 'customer'] },
    })
    const series = yuanSeries({ voucher: cash, name: 'Yuan of a desk', quantity: '1' })
    await people.done('desk-bank', ...people.signing('voucher.issue', series))
    for (const to of ['desk-client', 'desk-treasury']) {
      const deposit = { voucher: cash, to, quantity: '1000000', reference: to }
      await people.done('desk-bank', ...people.signing('cash.deposit', deposit))
    }
    const metal = {
      ...{ voucher: gold, name: 'Gold of a desk', quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    }
    await people.done('desk-treasury', ...people.signing('voucher.issue', metal))
    await people.done('desk-treasury', 'transfer', gold, '5000', '--to', 'desk-client')
    await people.done('desk-treasury', 'institution', 'open', 'metal')
    const grading = ['grade', 'set', 'desk-client', '--grade', 'a', '--institution', 'InstitutionMSP']
    await people.byTwo(['desk-bank', 'desk-checker'], ...grading)
    const known = ['--type', 'account-number', '--from', people.file(account)]
    await people.done('desk-bank', 'identity', 'set', 'desk-client', ...known)
    rules = people.file(rulesAt('550'))
    config = people.file('')
    const profile = join(people.folder, 'desk-treasury')
    const named = { gateway: people.gatewayOf('desk-treasury'), profile, database: `${config}.sqlite`, rules }
    writeFileSync(config, JSON.stringify({ ...named, pauseSeconds: 1 }))
    start()
  })
  after(async () => {
    await end('SIGTERM')
    people.close()
  })

  /** The client hands its bank a trade of 1,000 mg, and gets the chain's id. */
  const opened = async (side: 'buy' | 'sell'): Promise<string> => {
    const { effects } = await people.done(
      ...(['desk-client', 'chain', 'open', side, '--institution', 'InstitutionMSP', '--family', 'metal'] as const),
      ...['--voucher', gold, '--amount', '1000', '--limit', '550', '--cash', cash],
      ...(side === 'buy' ? ['--most', '550000'] : []),
      ...['--identity-type', 'account-number', '--identity', people.file(account)],
    )
    return effects.chain
  }

  const untilStands = async (chain: string, status: string): Promise<void> => {
    const latest = Date.now() + untilMilliseconds
    for (;;) {
      const { chain: found } = await people.done('desk-client', 'chain', 'show', chain)
      if (found.status === status) return
      if (Date.now() > latest) throw new Error(`it stays ${found.status}`)
      await sleep(200)
    }
  }

  it('S2-030 S2-034 S2-035 S2-036 S2-044 sells and buys, with a file that proves it to its client and to nobody else', async () => {
    for (const side of ['sell', 'buy'] as const) {
      const chain = await opened(side)
      await untilStands(chain, 'settled')
      const file = people.file('')
      await people.done('desk-client', 'chain', 'file', chain, '--out', `${file}.chain`)
      const checked = await people.done('desk-client', 'chain', 'verify', `${file}.chain`)
      expect(checked.segments.map(({ kind }: { kind: string }) => kind)).to.deep.equal([
        ...['chain.open', 'chain.send', 'chain.answer'],
      ])
      expect(await people.refusal('desk-other', 'chain', 'file', chain)).to.equal('not_found')
    }
  })

  it('S2-037 S2-072 goes on where it was killed, and every trade is answered once', async () => {
    const chains = [await opened('sell'), await opened('buy')]
    await end('SIGKILL')
    start()
    for (const chain of chains) await untilStands(chain, 'settled')
  })

  /** The trade is refused, for this item alone, and nothing of it waits or has moved at either side. */
  const refusedFor = async (item: string, side: 'buy' | 'sell'): Promise<void> => {
    const before = await people.done('desk-client', 'account', 'show')
    const chain = await opened(side)
    await untilStands(chain, 'refused')
    const path = `${people.file('')}.chain`
    await people.done('desk-client', 'chain', 'file', chain, '--out', path)
    const { segments } = JSON.parse(readFileSync(path, 'utf8'))
    const { salt: _salt, ...said } = JSON.parse(segments[2].confidential)
    expect([segments[2].instruction.body.verdict, said]).to.deep.equal(['refused', { reason: item }])
    expect((await people.done('desk-client', 'chain', 'verify', path)).isGood).to.equal(true)
    expect((await people.done('desk-client', 'account', 'show')).balances).to.deep.equal(before.balances)
  }

  const refusals: [row: string, item: string, what: string, change: object][] = [
    ['S2-031', 'position', 'a position that is too small', { positionMinimum: '5000' }],
    ['S2-032', 'grade', 'a grade under the product’s need', { minimumGrade: 'aa' }],
    ['S2-033', 'limits', 'a quantity beyond the limits', { quantityMaximum: '999' }],
    ['S2-033', 'limits', 'an amount beyond the limits', { amountMaximum: '549999' }],
    ['S2-033', 'hours', 'a trade out of hours', { hours: [{ ...always[0], days: otherDays() }] }],
    ['S2-033', 'price', 'a price out of the band', { price: { reference: '600', bandPerMille: 50 } }],
  ]
  for (const [row, item, what, change] of refusals)
    it(`${row} S2-017 S2-038 refuses ${what} by its own rules, and names ${item} as what failed`, async () => {
      writeFileSync(rules, rulesAt('550', change))
      await refusedFor(item, 'sell')
      writeFileSync(rules, rulesAt('550'))
    })

  it('S2-012 S2-030 S2-036 leaves a file in which no segment is changed, left out or signed anew unnoticed', async () => {
    const chain = await opened('sell')
    await untilStands(chain, 'settled')
    const path = `${people.file('')}.chain`
    await people.done('desk-client', 'chain', 'file', chain, '--out', path)
    const whole = JSON.parse(readFileSync(path, 'utf8'))
    const [first, second, third] = whole.segments
    expect(JSON.parse(second.confidential).first).to.equal(first.confidential)
    const start = BigInt(JSON.parse(second.confidential).position)
    expect(JSON.parse(third.confidential).target).to.equal(String(start - 1_000n))
    const edited = (segment: object, change: object) => ({ ...segment, ...change })
    const raised = (one: { instruction: { body: object } }) => ({
      instruction: { ...one.instruction, body: { ...one.instruction.body, answerBy: '9999999999999' } },
    })
    const broken = [
      [first, edited(second, raised(second)), third],
      [first, edited(second, { signature: first.signature }), third],
      [first, edited(second, { confidential: second.confidential.replace('"grade":"a"', '"grade":"aaa"') }), third],
      [edited(first, { confidential: first.confidential.replace('"1000"', '"1001"') }), second, third],
      [first, third],
    ]
    for (const [place, segments] of broken.entries()) {
      const file = people.file(JSON.stringify({ ...whole, segments }))
      const { code, body } = await people.run('desk-other', 'chain', 'verify', file)
      expect([code === 0, body.isGood], `${place}`).to.deep.equal([false, false])
    }
  })

  it('S2-034 settles nothing where the institution has not what it would give, and takes its execution back', async () => {
    const { balances } = await people.done('desk-treasury', 'account', 'show')
    const all = String(BigInt(balances[gold].available) - 999n)
    await people.done('desk-treasury', 'transfer', gold, all, '--to', 'desk-other')
    const before = await people.done('desk-client', 'account', 'show')
    await untilStands(await opened('buy'), 'refused')
    expect((await people.done('desk-client', 'account', 'show')).balances).to.deep.equal(before.balances)
    const after = await people.done('desk-treasury', 'account', 'show')
    expect(after.balances[gold]).to.include({ total: '999', reserved: '0' })
  })

  it('S2-033 S2-038 refuses at another price, which it reads from then on, and all that waited is free again', async () => {
    writeFileSync(rules, rulesAt('400'))
    const chain = await opened('sell')
    await untilStands(chain, 'refused')
    const { balances } = await people.done('desk-client', 'account', 'show')
    expect(balances[gold].reserved).to.equal('0')
  })
})
