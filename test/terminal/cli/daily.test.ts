import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { TillGateway } from '../../gateway/support/till-gateway.ts'
import { CommandLine } from '../support/command-line.ts'

const roles = {
  alice: ['customer'],
  'city-bank': ['issuer', 'teller', 'price', 'customer'],
  'noodle-bar': ['merchant', 'customer'],
} as const
type Who = keyof typeof roles

/** A platinum voucher of the bank, which is bought and sold for its cash at prices for one gram. */
const issueWords = [
  ...['voucher', 'issue', 'PT-9995', '1000g', '--name', 'Platinum', '--metal', 'platinum', '--fineness', '9995'],
  ...[
    '--unit-base',
    '1 mg',
    '--unit-shown',
    'g',
    '--base-per-shown',
    '1000',
    '--functions',
    'buy,sell,pledge,transfer',
  ],
]
const fee = { partsPerMillion: 0, minimum: '5' }
const terms = { cash: 'CNY', priceScale: '1000', fees: { buy: fee, sell: fee } }

describe('the daily commands', () => {
  let gateway: TillGateway
  let folder: string
  let assay: CommandLine

  const run = async (who: Who, ...words: string[]) => {
    const { code, output, complaint } = await assay.run(...words, '--profile', who)
    return { code, text: output + complaint }
  }
  const done = async (who: Who, ...words: string[]): Promise<string> => {
    const { code, text } = await run(who, ...words)
    expect(code, text).to.equal(0)
    return text
  }
  const listedIn = async (who: Who, what: string): Promise<{ [member: string]: string }[]> =>
    JSON.parse((await assay.run(what, 'list', '--profile', who, '--json')).output).items

  before(async () => {
    gateway = await TillGateway.open()
    folder = await mkdtemp(join(tmpdir(), 'assay-daily-'))
    assay = new CommandLine(folder, gateway.server.url)
    for (const participant of Object.keys(roles) as Who[]) {
      const made = await assay.run('device', 'create', '--participant', participant, '--profile', participant, '--json')
      const { participant: _participant, ...card } = JSON.parse(made.output).card
      const device = { ...card, roles: [...roles[participant]] }
      await gateway.meanwhile((till) => till.done(till.scene.registrars.BankMSP, 'device.add', { participant, device }))
    }
    const file = join(folder, 'terms.json')
    await writeFile(file, JSON.stringify(terms))
    expect(await done('city-bank', ...issueWords, '--trade', file)).to.contain('1000 g (1000000 × 1 mg)')
  })
  after(async () => {
    await gateway.close()
    await rm(folder, { recursive: true })
  })

  it('puts cash on an account and takes it off, by a teller', async () => {
    const reference = ['--reference', 'counter 1']
    expect(await done('city-bank', 'deposit', 'CNY', '¥20000', '--to', 'alice', ...reference)).to.contain(
      '20000 yuan (2000000 × 1 fen)',
    )
    await done('city-bank', 'deposit', 'CNY', '¥20000', '--to', 'city-bank', ...reference)
    await done('city-bank', 'withdraw', 'CNY', '¥100', '--from', 'alice', ...reference)
    expect((await run('alice', 'deposit', 'CNY', '¥1', '--to', 'alice', ...reference)).text).to.contain(
      'device_lacks_role',
    )
  })

  it('asks for a quote where there is none, and for a unit where a price might mean two things', async () => {
    const { code, text } = await run('alice', 'buy', 'PT-9995', '1g')
    expect(code).to.equal(1)
    expect(text).to.contain('quote_missing')
    expect((await run('city-bank', 'quote', 'publish', 'PT-9995', '--buy', '560.5', '--sell', '550')).text).to.contain(
      'quantity_unclear',
    )
  })

  it('publishes a quote, lists it, and trades at it', async () => {
    const words = ['quote', 'publish', 'PT-9995', '--buy', '¥560', '--sell', '¥550', '--name', 'Q-1']
    expect(await done('city-bank', ...words)).to.contain('understood as 560 yuan (56000 × 1 fen) for 1 g (1000 × 1 mg)')
    expect(await done('alice', 'quote', 'list', 'PT-9995')).to.match(/Q-1 +buy 560 yuan .* sell 550 yuan .* until /)
    expect(await done('alice', 'buy', 'PT-9995', '10g')).to.match(/gross +5600 yuan/)
    expect(await done('alice', 'sell', 'PT-9995', '1.5g', '--worst', '¥500')).to.match(/gross +825 yuan/)
    const { code, text } = await run('alice', 'buy', 'PT-9995', '1g', '--worst', '¥559.99')
    expect(code).to.equal(1)
    expect(text).to.contain('price_beyond_limit').and.contain('assay quote list')
  })

  it('shows a position as the web does', async () => {
    const text = await done('alice', 'account', 'position', 'PT-9995')
    expect(text)
      .to.match(/total quantity +8\.5 g \(8500 × 1 mg\)/)
      .and.to.not.contain('{')
  })

  it('prints a statement with signs, units, counterparties and balances, by voucher, kind and span, and as CSV', async () => {
    const text = await done('alice', 'account', 'statement', '--kind', 'market')
    expect(text).to.match(/trade\.buy +\+10 g PT-9995 +city-bank +10 g/)
    expect(text).to.match(/trade\.sell +-1\.5 g PT-9995 +city-bank +8\.5 g/)
    expect(text).to.match(/trade\.buy +-5600 yuan CNY +city-bank/)
    expect(text).to.match(/trade\.buy \(fee\) +-0\.05 yuan CNY +city-bank/)
    expect(text).to.not.contain('cash.deposit')
    const cash = await done('alice', 'account', 'statement', '--voucher', 'CNY', '--csv')
    const [head, ...lines] = cash.trim().split('\n')
    expect(head).to.equal('time,kind,voucher,amount,unit,balance,counterparty,order number,reference,position')
    expect(lines.at(-1)).to.match(/Z,cash\.deposit,CNY,1000,yuan,1000,city-bank,,counter 1,[0-9.]+$/)
    expect(lines.some((line) => /,cash\.withdraw,CNY,-100,yuan,/.test(line))).to.equal(true)
    expect(await done('alice', 'account', 'statement', '--to', '2020-01-01')).to.contain('nothing is listed')
    expect(await done('alice', 'account', 'statement', '--limit', '1')).to.contain('the newest 1')
    expect((await run('alice', 'account', 'statement', 'noodle-bar')).text).to.contain('not_allowed')
    expect((await run('alice', 'account', 'statement', '--from', 'monday')).code).to.not.equal(0)
  })

  it('places, lists and cancels an order', async () => {
    await done('alice', 'order', 'place', 'buy', 'PT-9995', '2g', '--limit', '¥540', '--expires-in', '12h')
    expect(await done('alice', 'order', 'list')).to.match(
      /buy +PT-9995 +2 g \(2000 × 1 mg\) +filled 0 g .* at 540 yuan .* open +until /,
    )
    const [order] = await listedIn('alice', 'order')
    await done('alice', 'order', 'cancel', order?.['order'] ?? '')
    expect(await done('alice', 'order', 'list')).to.contain('nothing is listed')
    expect(await done('alice', 'order', 'list', '--ended')).to.contain('cancelled')
  })

  it('makes offers, and answers each by its id alone', async () => {
    for (const [who, step] of [
      ['noodle-bar', 'accept'],
      ['noodle-bar', 'decline'],
      ['alice', 'cancel'],
    ] as const) {
      await done('alice', 'offer', 'make', 'PT-9995', '0.5g', '--to', 'noodle-bar', '--reference', 'rent')
      expect(await done('noodle-bar', 'offer', 'list')).to.match(/0\.5 g .* alice to noodle-bar +offered +answer by /)
      const [offer] = await listedIn('alice', 'offer')
      await done(who, 'offer', step, offer?.['offer'] ?? '')
    }
    const { code, text } = await run('alice', 'offer', 'cancel', 'x'.repeat(43))
    expect(code).to.equal(1)
    expect(text).to.contain('not_listed').and.contain('assay offer list')
  })

  it('proposes pledges, and answers, releases and enforces them', async () => {
    const propose = ['pledge', 'propose', 'PT-9995', '2g', '--to', 'noodle-bar', '--purpose', 'loan 1', '--term', '2d']
    const proposed = async () => {
      await done('alice', ...propose)
      return (await listedIn('alice', 'pledge')).find(({ status }) => status === 'proposed')?.['pledge'] ?? ''
    }
    await done('noodle-bar', 'pledge', 'decline', await proposed())
    await done('alice', 'pledge', 'cancel', await proposed())
    const pledge = await proposed()
    expect(await done('noodle-bar', 'pledge', 'list')).to.match(
      /2 g .* alice to noodle-bar +proposed +loan 1 +answer by/,
    )
    await done('noodle-bar', 'pledge', 'accept', pledge)
    expect(await done('noodle-bar', 'pledge', 'release', pledge, '0.5g')).to.match(/released +0\.5 g/)
    const early = await run('noodle-bar', 'pledge', 'enforce', pledge)
    expect([early.code, /refused: \S+/.test(early.text)]).to.deep.equal([1, true])
  })

  it('registers a merchant with its fee in per cent', async () => {
    const words = ['merchant', 'register', 'alice', '--name', 'Alice’s shop', '--vouchers', 'CNY', '--maximum', '¥500']
    expect(await done('city-bank', ...words, '--fee', '0.6%', '--most-fee', '¥5')).to.contain('accepted')
    const elsewhere = words.map((word) => (word === 'alice' ? 'bob' : word))
    expect((await run('city-bank', ...elsewhere, '--fee', '0.6%')).text).to.contain('not_registrar_of_home')
    expect(await done('city-bank', ...elsewhere, '--fee', '0.6%', '--any-home')).to.contain('accepted')
    expect((await run('city-bank', ...words, '--fee', 'half')).text).to.contain('such as 0.6%')
  })

  it('lists vouchers and instructions', async () => {
    expect(await done('alice', 'voucher', 'list', 'PT')).to.match(
      /PT-9995 +Platinum +platinum 9995\/10000, bar +1000 g/,
    )
    expect(await done('alice', 'instruction', 'list', '--limit', '100'))
      .to.contain('trade.buy')
      .and.contain('refused: price_beyond_limit')
  })

  it('takes a quote back, the newest where none is named', async () => {
    await done('city-bank', 'quote', 'withdraw', 'PT-9995')
    expect(await done('alice', 'quote', 'list', 'PT-9995')).to.contain('withdrawn')
    expect((await run('alice', 'sell', 'PT-9995', '1g')).text).to.contain('quote_missing')
  })
})
