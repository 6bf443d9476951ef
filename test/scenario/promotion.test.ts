import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { authenticationTypes } from '../../chaincode/wire/authentication-types.ts'
import { promotionCodeText, readPromotionCode } from '../../chaincode/wire/promotion-code.ts'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import { yuanSeries } from '../../scripts/series.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { loadProfile, openTerminal } from '../../terminal/sdk/node/profile.ts'
import { openChain } from '../../terminal/sdk/trade-chain/open-chain.ts'
import { authenticationSamples } from '../support/authentications.ts'
import { confidentialBody } from '../support/confidential.ts'
import { filesBelow, SecretScan } from '../support/secret-scan.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { honoured } from './support/people.ts'
import { readScene } from './support/scene.ts'
import { Terminals } from './support/terminals.ts'

const cash = 'CNY-PROMOTED'
const gold = 'AU-PROMOTED'
const accounts = { trader: '6222021234567894', promoter: '5555555555554444' }
const untilMilliseconds = 120_000
const main = join(import.meta.dirname, '..', '..', 'institution', 'main.ts')
const rows = { image: 'S2-046', audio: 'S2-047', video: 'S2-048', digits: 'S2-049', text: 'S2-050' } as const

type Name =
  | 'promo-bank'
  | 'promo-checker'
  | 'promo-trader'
  | 'promo-promoter'
  | 'promo-twin'
  | 'promo-gone'
  | 'promo-desk'
type Leg = 'trader' | 'promoter'

const always = [{ zone: 'UTC', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', until: '24:00' }]
const rules = {
  metal: {
    [gold]: {
      ...{ cash, minimumGrade: 'bbb', quantityMaximum: '1000', amountMaximum: '1000000', hours: always },
      price: { reference: '550', bandPerMille: 50 },
    },
  },
}

describe('promoted trades, on a network', () => {
  const dispatcherFile = join(topology.dataFolder, 'gateways', 'bank', 'dispatcher.json')
  let people: Terminals<Name>
  let program: ChildProcess | undefined
  let config = ''
  let log = ''
  /** A campaign that pays at once, and one that holds each reward for some seconds. */
  let campaign = ''
  let slow = ''
  /** The code of a promotion in the first. */
  let code = ''

  const start = (): void => {
    const output = openSync(log, 'a')
    program = spawn(process.execPath, [main, '--config', config], {
      env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
  }
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const ending = program
    program = undefined
    if (ending === undefined || ending.exitCode !== null) return
    const ended = once(ending, 'exit')
    ending.kill(signal)
    await ended
  }

  const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
    const latest = Date.now() + untilMilliseconds
    for (;;) {
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() > latest) throw new Error(`not in time: ${what}`)
      await sleep(200)
    }
  }

  const opened = async (hold: string, pays: Leg | 'both' = 'both'): Promise<string> => {
    const amounts = { trader: ['--trader', '500'], promoter: ['--promoter', '300'] }
    const each = pays === 'both' ? [...amounts.trader, ...amounts.promoter] : amounts[pays]
    const rewards = ['--pays', pays, ...each, '--each', '50', '--hold', hold]
    const words = ['campaign', 'open', cash, '20000', ...rewards, '--lasts', '7d']
    return (await people.done('promo-desk', ...words)).effects.campaign
  }

  before(async () => {
    people = await Terminals.open<Name>({
      'promo-bank': { at: 'bank', roles: ['credit', 'issuer', 'teller', 'customer'] },
      'promo-checker': { at: 'bank', roles: ['credit', 'teller'] },
      'promo-trader': { at: 'bank', roles: ['customer'] },
      'promo-promoter': { at: 'bank', roles: ['customer'] },
      // Another account of who trades.
      'promo-twin': { at: 'bank', roles: ['customer'] },
      // Who has nothing, and closes its account.
      'promo-gone': { at: 'bank', roles: ['customer'] },
      'promo-desk': { at: 'institution', roles: ['executor', 'issuer', 'customer'] },
    })
    const series = yuanSeries({ voucher: cash, name: 'Yuan of promoted trades', quantity: '1' })
    await people.done('promo-bank', ...people.signing('voucher.issue', series))
    const deposit = { voucher: cash, to: 'promo-desk', quantity: '20000000', reference: 'promo-desk' }
    await people.done('promo-bank', ...people.signing('cash.deposit', deposit))
    const metal = {
      ...{ voucher: gold, name: 'Gold of promoted trades', quantity: '1000000', functions: ['transfer'] },
      product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
    }
    await people.done('promo-desk', ...people.signing('voucher.issue', metal))
    for (const to of ['promo-trader', 'promo-promoter', 'promo-twin'])
      await people.done('promo-desk', 'transfer', gold, '20000', '--to', to)
    await people.done('promo-desk', 'institution', 'open', 'metal')
    const known = {
      'promo-trader': accounts.trader,
      'promo-promoter': accounts.promoter,
      'promo-twin': accounts.trader,
    }
    for (const [client, number] of Object.entries(known)) {
      const grading = ['grade', 'set', client, '--grade', 'a', '--institution', 'InstitutionMSP']
      await people.byTwo(['promo-bank', 'promo-checker'], ...grading)
      const from = ['--type', 'account-number', '--from', people.file(number)]
      await people.done('promo-bank', 'identity', 'set', client, ...from)
    }
    campaign = await opened('1s')
    slow = await opened('8s')
    config = people.file('')
    log = people.file('')
    const named = { gateway: people.gatewayOf('promo-desk'), profile: join(people.folder, 'promo-desk') }
    const files = { database: `${config}.sqlite`, rules: people.file(JSON.stringify(rules)) }
    writeFileSync(config, JSON.stringify({ ...named, ...files, pauseSeconds: 1 }))
    start()
  })
  after(async () => {
    await end('SIGTERM')
    people.close()
  })

  const sampleFile = (type: (typeof authenticationTypes)[number], more = ''): string => {
    const file = people.file('')
    writeFileSync(file, Buffer.concat([authenticationSamples[type], Buffer.from(more)]))
    return file
  }
  const trade = ['--institution', 'InstitutionMSP', '--family', 'metal', '--voucher', gold, '--amount', '1000']
  const wanted = (named = campaign) => [
    'promotion',
    'create',
    'sell',
    '--campaign',
    named,
    ...trade,
    '--limit',
    '550',
    '--cash',
    cash,
  ]
  /** A promotion of somebody's, authenticated by a picture unless it says otherwise. */
  const promoted = async (by: Name, { named = campaign, more = [] as string[] } = {}) => {
    const body = await people.done(by, ...wanted(named), '--authentication', sampleFile('image'), ...more)
    return { promotion: body.effects.promotion as string, code: body.code as string }
  }
  const identity = (number = accounts.trader) => [
    '--identity-type',
    'account-number',
    '--identity',
    people.file(number),
  ]
  const tradedBy = async (text: string, by: Name = 'promo-trader', number = accounts.trader): Promise<string> =>
    (await people.done(by, 'chain', 'open', '--promotion', text, ...identity(number))).effects.chain

  /** A trade with a mark of whatever text, as a terminal that holds nothing against the ledger would open it. */
  const tradedWith = async (mark: string): Promise<string> => {
    const profile = await loadProfile(join(people.folder, 'promo-trader'))
    const { terminal, close } = openTerminal(profile, connect(people.gatewayOf('promo-trader')))
    try {
      const legs = { institution: 'InstitutionMSP', family: 'metal', side: 'sell', cash } as const
      const result = await openChain(terminal, {
        body: { ...legs, metal: { voucher: gold, quantity: '1000' }, expiresAt: `${Date.now() + 86_400_000}` },
        confidential: {
          identity: { type: 'account-number', value: accounts.trader },
          trade: { quantity: '1000', limitPrice: '550' },
          mark,
        },
      })
      if (result.status !== 'accepted') throw new Error(JSON.stringify(result))
      return String(result.effects['chain'])
    } finally {
      close()
    }
  }

  const settled = (chain: string, by: Name = 'promo-trader') =>
    until(`${chain} is settled`, async () => {
      const { chain: found } = await people.done(by, 'chain', 'show', chain)
      return found.status === 'settled' ? true : undefined
    })
  const standsAt = (chain: string, status: string) =>
    until(`${chain} is ${status}`, async () =>
      (await people.done('promo-trader', 'chain', 'show', chain)).chain.status === status ? true : undefined,
    )
  /** The institution answers, by hand, with a position that does not fit what it says that it executed. */
  const answeredUnfit = async (chain: string): Promise<void> => {
    const { segments } = await people.done('promo-desk', 'chain', 'file', chain)
    const send = digest(signingText(segments[1].instruction))
    const { text, digest: confidential } = confidentialBody({ target: '1' })
    const profile = await loadProfile(join(people.folder, 'promo-desk'))
    const { terminal, close } = openTerminal(profile, connect(people.gatewayOf('promo-desk')))
    try {
      const body = { chain, send, verdict: 'executed', quantity: '900', amount: '495000', confidential } as const
      const beside = { path: '/v1/instructions', beside: { confidential: text } }
      const result = await terminal.send(await terminal.make('chain.answer', body), {}, beside)
      if (result.status !== 'accepted') throw new Error(JSON.stringify(result))
    } finally {
      close()
    }
  }
  const paidBehindHold = (chain: string, leg: string) =>
    until(`the ${leg} of ${chain} can be paid`, async () => {
      const code = await people.refusal('promo-desk', 'reward', 'pay', chain, leg)
      if (code !== 'none' && code !== 'deadline_not_passed') throw new Error(code)
      return code === 'none' ? true : undefined
    })
  /** What the two legs of a trade stand at, or why they are nothing. */
  const legsOf = async (chain: string): Promise<{ [leg in Leg]?: string }> => {
    const items = [
      ...(await people.done('promo-desk', 'reward', 'list')).items,
      ...(await people.done('promo-desk', 'reward', 'list', '--ended')).items,
    ]
    const own = items.filter((one: { chain: string }) => one.chain === chain)
    return Object.fromEntries(
      own.map((one: { leg: Leg; status: string; reason?: string }) => [one.leg, one.reason ?? one.status]),
    )
  }
  const untilLegs = (chain: string, stands: string) =>
    until(`both legs of ${chain} are ${stands}`, async () => {
      const { trader, promoter } = await legsOf(chain)
      return trader === stands && promoter === stands ? true : undefined
    })
  const cashOf = async (name: Name): Promise<bigint> =>
    BigInt((await people.done(name, 'account', 'show')).balances[cash]?.total ?? '0')
  const logged = (): string => readFileSync(log, 'utf8')

  for (const type of authenticationTypes)
    it(`${rows[type]} S2-054 takes ${type} that authenticates a promotion, and tells it from anything else at a check`, async () => {
      const file = sampleFile(type)
      const as = ['--as', type]
      const { effects, code: made } = await people.done('promo-promoter', ...wanted(), '--authentication', file, ...as)
      expect(readPromotionCode(made)?.promotion).to.equal(effects.promotion)
      const check = ['promotion', 'check', effects.promotion]
      expect((await people.done('promo-bank', ...check, file)).type).to.equal(type)
      expect(await people.refusal('promo-bank', ...check, sampleFile(type, '1'))).to.equal('authentication_differs')
      expect(await people.refusal('promo-promoter', ...check, file)).to.equal('not_found')
      const unfit = people.file(type === 'text' ? '' : '<svg onload="x">')
      const refused = await people.refusal('promo-promoter', ...wanted(), '--authentication', unfit, ...as)
      expect(refused).to.equal('authentication_unclear')
    })

  it('S2-045 refuses a promotion without what authenticates it, and one without its trade', async () => {
    expect(await people.refusal('promo-promoter', ...wanted())).to.equal('promotion_incomplete')
    const bare = ['promotion', 'create', 'sell', '--campaign', campaign, ...trade.slice(0, 6)]
    const refused = await people.refusal('promo-promoter', ...bare, '--authentication', sampleFile('image'))
    expect(refused).to.equal('promotion_incomplete')
  })

  it('S2-051 S2-052 makes another code each time, which scans back to its trade and promoter, and to none once it is tampered with', async () => {
    const [first, second] = [await promoted('promo-promoter'), await promoted('promo-promoter')]
    code = first.code
    expect(first.code).to.not.equal(second.code)
    const scanned = await people.done('promo-trader', 'promotion', 'scan', first.code)
    expect(scanned.promotion).to.include({ promotion: first.promotion, promoter: 'promo-promoter', metal: gold })
    expect(scanned.code.terms).to.include({ cash, quantity: '1000', limitPrice: '550' })
    const read = readPromotionCode(first.code)
    if (read === undefined) throw new Error('no code')
    const forged = promotionCodeText({ ...read, terms: { ...read.terms, limitPrice: '1' } }) as string
    const mixed = promotionCodeText({ ...read, promotion: second.promotion }) as string
    for (const text of [forged, mixed, `${first.code}x`, first.code.slice(0, -1)]) {
      expect(await people.refusal('promo-trader', 'promotion', 'scan', text)).to.equal('promotion_code_differs')
      const refused = await people.refusal('promo-trader', 'chain', 'open', '--promotion', text, ...identity())
      expect(refused).to.equal('promotion_code_differs')
    }
  })

  it('S2-053 S2-055 S2-056 S2-057 S2-060 rewards who trades and who promotes, once the trade is executed', async () => {
    const before = { trader: await cashOf('promo-trader'), promoter: await cashOf('promo-promoter') }
    const chain = await tradedBy(code)
    await settled(chain)
    await untilLegs(chain, 'paid')
    expect((await cashOf('promo-trader')) - before.trader).to.equal(550_000n + 500n)
    expect((await cashOf('promo-promoter')) - before.promoter).to.equal(300n)
    const path = `${people.file('')}.chain`
    await people.done('promo-trader', 'chain', 'file', chain, '--out', path)
    expect((await people.done('promo-trader', 'chain', 'verify', path)).isGood).to.equal(true)
    const { segments } = JSON.parse(readFileSync(path, 'utf8'))
    expect(JSON.parse(segments[0].confidential).mark).to.equal(code)
    expect(JSON.parse(segments[1].confidential).trader).to.equal('other')
  })

  it('S2-063 rewards a trade once, whoever asks again', async () => {
    const chain = await tradedBy(code)
    await untilLegs(chain, 'paid')
    const before = await cashOf('promo-promoter')
    const again = { chain, promotion: readPromotionCode(code)?.promotion, trader: 'other' }
    expect(await people.refusal('promo-desk', ...people.signing('reward.judge', again))).to.equal('already_judged')
    for (const leg of ['trader', 'promoter']) {
      const refused = await people.refusal('promo-desk', ...people.signing('reward.pay', { chain, leg }))
      expect(refused).to.equal('reward_state_forbids')
    }
    expect(await cashOf('promo-promoter')).to.equal(before)
  })

  it('S2-060 S2-072 pays both where it was killed between judging and paying', async () => {
    const { code: held } = await promoted('promo-promoter', { named: slow })
    const chain = await tradedBy(held)
    await untilLegs(chain, 'due')
    await end('SIGKILL')
    const before = await cashOf('promo-promoter')
    start()
    await untilLegs(chain, 'paid')
    expect((await cashOf('promo-promoter')) - before).to.equal(300n)
  })

  it('S2-061 rewards nobody for a promotion of one’s own, nor of another account of the same person', async () => {
    const own = await tradedBy(code, 'promo-promoter', accounts.promoter)
    const { code: twins } = await promoted('promo-twin')
    const twin = await tradedBy(twins)
    for (const chain of [own, twin]) await untilLegs(chain, 'self-referral')
  })

  const ofRegistrar = async (kind: 'participant.close' | 'participant.freeze' | 'participant.unfreeze', who: Name) => {
    const { registrars } = await readScene()
    const caseOf = kind === 'participant.close' ? {} : { caseNumber: 'CASE-PROMOTED' }
    await honoured(gateways.bank, registrars.bank, kind, { participant: who, ...caseOf })
  }
  const untilLeg = (chain: string, leg: Leg, stands: string) =>
    until(`the ${leg} of ${chain} is ${stands}`, async () => ((await legsOf(chain))[leg] === stands ? true : undefined))
  /** When a reward was to be held until, as who pays it is told. */
  const heldUntil = async (chain: string): Promise<string | undefined> => {
    const { items } = await people.done('promo-desk', 'reward', 'list')
    return items.find((one: { chain: string }) => one.chain === chain)?.heldUntil
  }

  it('S2-058 pays who trades alone, and holds the reward of an account that takes nothing until it is tried again', async () => {
    const { code: traders } = await promoted('promo-promoter', { named: await opened('20s', 'trader') })
    const [promoter, twin] = [await cashOf('promo-promoter'), await cashOf('promo-twin')]
    const chain = await tradedBy(traders, 'promo-twin')
    await settled(chain, 'promo-twin')
    await untilLeg(chain, 'trader', 'due')
    await ofRegistrar('participant.freeze', 'promo-twin')
    await untilLeg(chain, 'trader', 'held')
    expect(await heldUntil(chain)).to.match(/^[0-9]+$/)
    const pay = ['reward', 'pay', chain, 'trader']
    expect(await people.refusal('promo-desk', ...pay)).to.equal('receiver_not_active')
    expect(await people.refusal('promo-desk', 'reward', 'expire', chain, 'trader')).to.equal('deadline_not_passed')
    expect((await cashOf('promo-twin')) - twin).to.equal(550_000n)
    await ofRegistrar('participant.unfreeze', 'promo-twin')
    await people.done('promo-desk', ...pay)
    expect(await legsOf(chain)).to.deep.equal({ trader: 'paid' })
    expect((await cashOf('promo-twin')) - twin).to.equal(550_000n + 500n)
    expect(await cashOf('promo-promoter')).to.equal(promoter)
  })

  it('S2-059 pays who promotes alone, and holds what a closed account earned', async () => {
    const named = await opened('1s', 'promoter')
    const { code: theirs } = await promoted('promo-promoter', { named })
    const { code: closed } = await promoted('promo-gone', { named })
    await ofRegistrar('participant.close', 'promo-gone')
    const [trader, promoter] = [await cashOf('promo-trader'), await cashOf('promo-promoter')]
    const chains = [await tradedBy(theirs), await tradedBy(closed)] as const
    for (const chain of chains) await settled(chain)
    await untilLeg(chains[0], 'promoter', 'paid')
    await untilLeg(chains[1], 'promoter', 'held')
    expect(await heldUntil(chains[1])).to.match(/^[0-9]+$/)
    for (const chain of chains) expect(Object.keys(await legsOf(chain))).to.deep.equal(['promoter'])
    expect(await people.refusal('promo-desk', 'reward', 'pay', chains[1], 'promoter')).to.equal('receiver_not_active')
    expect((await cashOf('promo-trader')) - trader).to.equal(2n * 550_000n)
    expect((await cashOf('promo-promoter')) - promoter).to.equal(300n)
    const kept = await people.done('promo-desk', 'campaign', 'show', named)
    expect([kept.left, kept.due]).to.deep.equal(['19700', '300'])
  })

  it('S2-062 takes back what was paid for a trade that is voided, and lists as owed what is not there any more', async () => {
    const { code: both, promotion } = await promoted('promo-promoter')
    // By hand from here on: the bank settles nothing, so that what was answered is paid before it is in conflict.
    await end('SIGTERM')
    const chain = await tradedBy(both)
    await standsAt(chain, 'sent')
    const usual = readFileSync(dispatcherFile)
    rmSync(dispatcherFile)
    await restartGateway('bank')
    await answeredUnfit(chain)
    await people.done('promo-desk', ...people.signing('reward.judge', { chain, promotion, trader: 'other' }))
    const [trader, promoter] = [await cashOf('promo-trader'), await cashOf('promo-promoter')]
    for (const leg of ['trader', 'promoter']) await paidBehindHold(chain, leg)
    expect([(await cashOf('promo-trader')) - trader, (await cashOf('promo-promoter')) - promoter]).to.deep.equal([
      500n,
      300n,
    ])
    await people.done('promo-promoter', 'transfer', cash, `${promoter + 299n}`, '--to', 'promo-bank')
    const back = (leg: Leg) => ['reward', 'take-back', chain, leg]
    expect(await people.refusal('promo-desk', ...back('trader'))).to.equal('chain_state_forbids')
    writeFileSync(dispatcherFile, usual, { mode: 0o600 })
    await restartGateway('bank')
    await standsAt(chain, 'conflict')
    await people.byTwo(['promo-bank', 'promo-checker'], 'chain', 'reconcile', chain, 'void')
    await standsAt(chain, 'voided')
    for (const leg of ['trader', 'promoter'] as const) await people.done('promo-desk', ...back(leg))
    expect(await legsOf(chain)).to.deep.equal({ trader: 'taken-back', promoter: 'owed' })
    expect([await cashOf('promo-trader'), await cashOf('promo-promoter')]).to.deep.equal([trader, 1n])
    for (const by of ['promo-desk', 'promo-promoter'] as const) {
      const { items } = await people.done(by, 'reward', 'list')
      const owed = items.find((one: { chain: string; status: string }) => one.chain === chain && one.status === 'owed')
      expect(owed, by).to.include({ leg: 'promoter', receiver: 'promo-promoter', amount: '300' })
    }
    expect(await people.refusal('promo-desk', ...back('promoter'))).to.equal('reward_still_owed')
    await people.done('promo-bank', 'transfer', cash, '299', '--to', 'promo-promoter')
    await people.done('promo-desk', ...back('promoter'))
    expect(await legsOf(chain)).to.deep.equal({ trader: 'taken-back', promoter: 'taken-back' })
    expect(await cashOf('promo-promoter')).to.equal(0n)
    start()
  })

  it('S2-055 S2-056 settles a trade with a malformed mark, and of a promotion that nobody made, for which nobody earns', async () => {
    const read = readPromotionCode(code)
    if (read === undefined) throw new Error('no code')
    const unknown = promotionCodeText({ ...read, promotion: 'U'.repeat(43) }) as string
    const differing = promotionCodeText({ ...read, terms: { ...read.terms, quantity: '7' } }) as string
    const chains = [
      await tradedWith('marked-but-malformed-3f9'),
      await tradedWith(unknown),
      await tradedWith(differing),
    ]
    for (const chain of chains) await settled(chain)
    await until('the program told of each', async () => {
      const events = ['mark malformed', 'promotion unknown', 'mark differs']
      return events.every((event) => logged().includes(`"event":"${event}"`)) ? true : undefined
    })
    for (const chain of chains) expect(await legsOf(chain)).to.deep.equal({})
    for (const text of ['marked-but-malformed', unknown, differing, code]) expect(logged()).to.not.include(text)
  })

  it('S2-053 SX-005 goes on without a promotion that is over, or stops, and earns nothing where it is used all the same', async () => {
    const on = await promoted('promo-promoter', { more: ['--uses', '1'] })
    const first = await tradedBy(on.code)
    await untilLegs(first, 'paid')
    const unmarked = await tradedBy(on.code)
    await settled(unmarked)
    expect(await legsOf(unmarked)).to.deep.equal({})
    const stops = await promoted('promo-promoter', { more: ['--when-over', 'stops'] })
    await people.done('promo-promoter', 'promotion', 'end', stops.promotion)
    const refused = await people.refusal('promo-trader', 'chain', 'open', '--promotion', stops.code, ...identity())
    expect(refused).to.equal('promotion_over')
    await untilLegs(await tradedWith(stops.code), 'outside-window')
    await untilLegs(await tradedWith(on.code), 'used-up')
  })

  it('S2-051 S2-054 leaves nothing of what authenticates promotions in any file: no block, no log, no database', () => {
    const secrets = authenticationTypes
      .filter((type) => type !== 'digits')
      .map((type) => ({ name: type, value: authenticationSamples[type] }))
    const scan = new SecretScan(secrets)
    const planted = people.file('')
    writeFileSync(planted, Buffer.concat(secrets.map(({ value }) => value)))
    expect(new Set(scan.findIn([planted]).map(({ secret }) => secret)).size).to.equal(secrets.length)
    const found = [...filesBelow(topology.dataFolder), log].flatMap((file) => {
      try {
        return scan.findIn([file])
      } catch (error) {
        // What databases that run clean up meanwhile is none of this.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
        throw error
      }
    })
    expect(found).to.deep.equal([])
  })
})
