import { expect } from 'chai'
import type { Body } from '../../chaincode/vocabulary.ts'
import { identitySamples } from '../gateway/support/identities.ts'
import { gateways } from './support/network.ts'
import { get, honoured, Person, post, postText } from './support/people.ts'
import { readScene } from './support/scene.ts'
import { account, postInConfidence, Trading, type Wanted } from './support/trading.ts'

/** Another value of each type of identity than the client's own. */
const others = {
  'account-number': '6222020000000007',
  phone: '+8613900139000',
  'resident-id': '110105194912310038',
  certificate: 'ab'.repeat(32),
}
const known = { ...identitySamples, 'account-number': account }
const types = ['account-number', 'phone', 'resident-id', 'certificate'] as const

/** What the institution takes while nothing else is said. */
const families: Body<'institution.open'>['families'] = ['metal', 'stock', 'fund']

describe('what a bank or an institution refuses of a trade, on a network', () => {
  let trading: Trading
  before(async () => {
    trading = await Trading.open('refused', families)
  })

  const nothingWaits = async () => {
    const { gold, cash } = trading
    const waiting = [await trading.holding(gold), await trading.holding(cash)]
    expect(waiting.map(({ reserved }) => reserved)).to.deep.equal([0n, 0n])
  }

  /** A trade that ends before it is sent: nothing waits, nothing came to the institution, and no quantity is told. */
  const endsUnsent = async (status: string, side: 'buy' | 'sell', wanted: Wanted): Promise<void> => {
    const chain = await trading.opened(side, wanted)
    const ended = await trading.untilStands(chain, status)
    expect(ended).to.not.have.any.keys('held', 'position', 'executor')
    await nothingWaits()
    expect((await trading.fileFor(trading.desk, chain, 'institution')).body.code).to.equal('not_found')
  }

  it('S2-001 names the part without which no trade is taken: who, where or what', async () => {
    const parts: [string, 'buy' | 'sell', Wanted][] = [
      ['identity', 'sell', { body: { first: undefined } }],
      ['identity', 'sell', { identity: undefined }],
      ['institution', 'sell', { body: { institution: undefined } }],
      ['trade', 'sell', { body: { metal: undefined } }],
      ['trade', 'buy', { body: { cashMaximum: undefined } }],
      ['trade', 'sell', { trade: undefined }],
    ]
    for (const [part, side, wanted] of parts) {
      const made = trading.made(side, wanted)
      expect(await trading.refusal(made), JSON.stringify(wanted)).to.equal(`chain_incomplete ${part}`)
      expect(await trading.chain(made.chain)).to.equal(undefined)
    }
  })

  it('S2-002 takes a first segment as its client signed it, once: neither another signature nor a number that was used', async () => {
    const made = trading.made('sell')
    const { instruction, signature } = made.envelope
    const later = { ...instruction, validUntil: String(Number(instruction.validUntil) + 1) }
    const forged = { envelope: { instruction: later, signature } as typeof made.envelope, text: made.text }
    expect(await trading.refusal(forged)).to.equal('bad_signature')
    expect(await trading.refusal({ ...made, text: trading.made('sell').text })).to.equal('confidential_missing')
    const first = await trading.post(made)
    expect(first.status).to.equal(200)
    // The same one again is the same chain, and another one under its number is none.
    expect((await trading.post(made)).body.id).to.equal(first.body.id)
    const again = trading.made('sell', { head: { number: instruction.number } })
    expect(await trading.refusal(again)).to.equal('number_used')
    expect(await trading.chain(again.chain)).to.equal(undefined)
    await trading.refuse(made.chain)
  })

  it('S2-004 S2-005 takes no identity of no form, of no type that is known, or of a type of which nothing is on record', async () => {
    const unknown = [
      { type: 'account-number', value: 'A-1' },
      { type: 'account-number', value: '6222021234567895' },
      { type: 'passport', value: 'E1234' },
    ]
    for (const identity of unknown)
      expect(await trading.refusal(trading.made('sell', { identity })), identity.value).to.equal(
        'identity_type_unknown',
      )
    const phone = { type: 'phone', value: known.phone }
    expect(await trading.refusal(trading.made('sell', { identity: phone }))).to.equal('identity_not_registered')
    const by = trading.stranger
    expect(await trading.refusal(trading.made('sell', { by }))).to.equal('identity_not_registered')
  })

  it('S2-003 S2-006 S2-007 S2-008 passes each type’s own value, and fails another one and that of another type, behind which nothing goes further', async () => {
    const { client } = trading
    for (const type of types) if (type !== 'account-number') await trading.know(client, type, known[type])
    for (const [place, type] of types.entries()) {
      const confused = types[(place + 1) % types.length] as (typeof types)[number]
      await endsUnsent('user-rejected', 'sell', { identity: { type, value: others[type] } })
      await endsUnsent('user-rejected', 'sell', { identity: { type, value: known[confused] } })
      // A pass counts none of them any more.
      await trading.refuse(await trading.opened('sell', { identity: { type, value: known[type] } }))
    }
  })

  it('S2-009 locks a client behind five failures at two devices, at both, until its bank frees it', async () => {
    const { registrars } = await readScene()
    const { client, officer } = trading
    const tablet = new Person(client.participant)
    const device = tablet.newDevice(['customer'])
    await honoured(gateways.bank, registrars.bank, 'device.add', { participant: client.participant, device })
    const identity = { type: 'account-number', value: others['account-number'] }
    for (const by of [client, tablet, client, tablet, client])
      await trading.untilStands(await trading.opened('sell', { by, identity }), 'user-rejected')
    for (const by of [client, tablet])
      expect(await trading.refusal(trading.made('sell', { by }))).to.equal('identity_locked')
    const [unlock, act] = ['identity.unlock' as const, { client: client.participant }]
    const alone = await post(gateways.bank, officer.envelope(unlock, act))
    expect(alone.body.code).to.equal('approval_missing')
    await trading.byTwo(unlock, act)
    await trading.refuse(await trading.opened('sell', { by: tablet }))
  })

  it('S2-013 S2-015 S2-016 ends for an institution that is unknown, none, the bank itself, or does not take it now, behind the client’s check', async () => {
    const { desk } = trading
    for (const institution of ['NobodyMSP', 'SupplierMSP', 'BankMSP', 'AuditorMSP']) {
      // Whoever fails both, or has too little besides, is told of the first alone.
      const body = { institution, metal: { voucher: trading.gold, quantity: '99999999' } }
      await endsUnsent('institution-rejected', 'sell', { body })
      const identity = { type: 'account-number', value: others['account-number'] }
      await endsUnsent('user-rejected', 'sell', { body, identity })
    }
    await honoured(gateways.institution, desk, 'institution.open', { families: ['metal'] })
    await endsUnsent('institution-rejected', 'buy', { body: { family: 'fund' }, trade: { product: 'F-1' } })
    await honoured(gateways.institution, desk, 'institution.suspend', {})
    for (const side of ['buy', 'sell'] as const) await endsUnsent('institution-rejected', side, {})
    await honoured(gateways.institution, desk, 'institution.open', { families })
    await trading.refuse(await trading.opened('buy'))
  })

  it('S2-015 S2-016 ends at once what the client has too little for, of metal, cash and another family, and tells no quantity', async () => {
    const { client, gold } = trading
    await trading.position(client, { family: 'stock', product: 'SHORT', quantity: '40' })
    const metal = { voucher: gold, quantity: '5001' }
    await endsUnsent('position-rejected', 'sell', { body: { metal } })
    await endsUnsent('position-rejected', 'buy', { body: { cashMaximum: '1000001' } })
    await endsUnsent('position-rejected', 'sell', {
      body: { family: 'stock' },
      trade: { product: 'SHORT', quantity: '41' },
    })
    await trading.refuse(
      await trading.opened('sell', { body: { family: 'stock' }, trade: { product: 'SHORT', quantity: '40' } }),
    )
  })

  it('S2-018 carries each of five families to the institution, and no other', async () => {
    const { client, desk } = trading
    const others = ['futures', 'stock', 'fund', 'trust'] as const
    await honoured(gateways.institution, desk, 'institution.open', { families: ['metal', ...others] })
    await trading.refuse(await trading.opened('buy'))
    for (const family of others) {
      const product = `P-${family.toUpperCase()}`
      await trading.position(client, { family, product, quantity: '10' })
      const chain = await trading.opened('sell', { body: { family }, trade: { product, quantity: '10' } })
      const { first, says } = await trading.received(chain)
      expect([first.instruction.body.family, says.position]).to.deep.equal([family, '10'])
      await trading.refuse(chain)
    }
    const made = trading.made('sell', { body: { family: 'bond' }, trade: { product: 'B-1' } })
    expect(await trading.refusal(made)).to.equal('malformed_instruction')
    await honoured(gateways.institution, desk, 'institution.open', { families })
  })

  it('S2-030 S2-039 takes an answer of who answers for the institution alone, to what was sent and to nothing else', async () => {
    const { desk } = trading
    const [banker, clerk, supplier] = [
      new Person('refused-banker'),
      new Person('refused-clerk'),
      new Person('refused-supplier'),
    ]
    await trading.enrol('bank', banker, ['executor'])
    await trading.enrol('institution', clerk, ['executor'])
    await trading.enrol('supplier', supplier, ['executor'])
    const chain = await trading.opened('sell')
    const { body, text } = await trading.answering(chain)
    const answer = async (at: keyof typeof gateways, by: Person, change: Partial<Body<'chain.answer'>> = {}) =>
      (await postInConfidence(gateways[at], by.envelope('chain.answer', { ...body, ...change }), text)).body.code
    for (const by of [clerk, banker]) expect(await answer('institution', by), by.participant).to.equal('not_a_party')
    expect(await answer('institution', supplier)).to.equal('not_a_pair')
    // What is said in confidence goes through the institution's own gateway alone.
    expect(await answer('bank', banker)).to.equal('not_home')
    expect(await answer('supplier', supplier)).to.equal('not_home')
    expect(await answer('institution', desk, { chain: 'A'.repeat(43) })).to.equal('not_a_pair')
    expect(await answer('institution', desk, { send: 'A'.repeat(43) })).to.equal('not_the_send')
    const { instruction, signature } = desk.envelope('chain.answer', body)
    const broken = { instruction: { ...instruction, body: { ...body, amount: '1' } }, signature }
    const forged = await postText(gateways.institution, JSON.stringify({ ...broken, confidential: text }))
    expect(forged.body.code).to.equal('bad_signature')
    expect(await trading.chain(chain)).to.include({ status: 'sent' })
    await trading.refuse(chain)
  })

  it('S2-013 knows no pair of a bank with itself, in whose confidence a grade or a position could stand', async () => {
    const body = { client: trading.client.participant, institution: 'BankMSP' }
    const says = { family: 'stock', product: '600519', quantity: '1' } as const
    const graded = await trading.say('bank', trading.officer, { kind: 'position.set', body, says })
    expect(graded.body.code).to.equal('not_a_pair')
  })

  it('S2-044 gives the whole chain to its client, and nothing to another client, anybody or another member', async () => {
    const { client, stranger, officer } = trading
    const chain = await trading.opened('sell')
    await trading.execute(chain, { amount: '1000' })
    await trading.untilStands(chain, 'settled')
    for (const one of [client, officer]) expect((await trading.fileFor(one, chain)).body.segments).to.have.lengthOf(3)
    expect((await trading.fileFor(stranger, chain)).body.code).to.equal('not_found')
    expect((await get(gateways.bank, `/v1/chains/${chain}/file`)).status).to.equal(401)
    expect((await get(gateways.supplier, `/v1/chains/${chain}/file`)).status).to.equal(401)
  })
})
