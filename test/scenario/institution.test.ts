import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { yuanSeries } from '../../scripts/series.ts'
import { Terminals } from './support/terminals.ts'

const cash = 'CNY-DESK'
const gold = 'AU-DESK'
const account = '6222021234567894'
const untilMilliseconds = 120_000
const main = join(import.meta.dirname, '..', '..', 'institution', 'main.ts')

type Name = 'desk-bank' | 'desk-client' | 'desk-other' | 'desk-treasury'

/** The conditions under which the institution trades, at a reference price. */
const rulesAt = (reference: string): string =>
  JSON.stringify({
    metal: {
      [gold]: {
        ...{ cash, minimumGrade: 'bbb', quantityMaximum: '1000', amountMaximum: '1000000' },
        hours: [
          { zone: 'UTC', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', until: '24:00' },
        ],
        price: { reference, bandPerMille: 50 },
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
    await people.done('desk-bank', 'grade', 'set', 'desk-client', '--grade', 'a', '--institution', 'InstitutionMSP')
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

  it('S2-033 S2-038 refuses at another price, which it reads from then on, and all that waited is free again', async () => {
    writeFileSync(rules, rulesAt('400'))
    const chain = await opened('sell')
    await untilStands(chain, 'refused')
    const { balances } = await people.done('desk-client', 'account', 'show')
    expect(balances[gold].reserved).to.equal('0')
  })
})
