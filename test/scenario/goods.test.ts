import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'chai'
import type { DeviceRole } from '../../chaincode/wire/device.ts'
import { documentsFile } from '../../gateway/documents/document-store.ts'
import { enrolRegistrar } from '../../gateway/enrol-registrar.ts'
import { goldSeries, yuanSeries } from '../../scripts/series.ts'
import { exitCodes } from '../../terminal/cli/exit-code.ts'
import { readFound } from '../../terminal/sdk/certificates/find-certificates.ts'
import { readLink } from '../../terminal/sdk/certificates/link.ts'
import { openCertificate } from '../../terminal/sdk/certificates/open-certificate.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { findAt, missedAt, type Place, placesBelow } from '../support/places.ts'
import { filesBelow, type Secret, SecretScan } from '../support/secret-scan.ts'
import { CommandLine } from '../terminal/support/command-line.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { honoured, untilItKnows } from './support/people.ts'
import { readScene } from './support/scene.ts'

const cash = 'CNY-GOODS'
const metal = 'AU-GOODS'

/** What must stand nowhere but in its owner's hands. */
const street = '17 Heron Lane, behind the salt house'
const telephone = '5550188-4471'
const evidence = 'the dial came with a crack from six to nine'

type Member = keyof typeof gateways

/** Who plays, at whose gateway. */
const people = {
  'goods-bank': { at: 'bank', roles: ['issuer', 'teller', 'customer'] },
  'goods-desk': { at: 'supplier', roles: ['teller', 'customer'] },
  'goods-maker': { at: 'supplier', roles: ['issuer', 'merchant', 'customer'] },
  'goods-buyer': { at: 'bank', roles: ['customer'] },
  'goods-holder': { at: 'institution', roles: ['customer', 'merchant'] },
} as const satisfies { [name: string]: { at: Member; roles: DeviceRole[] } }
type Name = keyof typeof people | 'goods-auditor'

/** Changes one bit of a certificate's body where a gateway keeps it, behind its back. */
const alterBody = (member: Member, digest: string): { undo: () => void } => {
  const file = join(topology.dataFolder, 'gateways', member, documentsFile)
  const kept = (change: (bytes: Uint8Array) => Uint8Array): void => {
    const database = new DatabaseSync(file)
    database.exec('PRAGMA busy_timeout = 10000')
    const where = `kind = 'certificate-body' AND digest = ?`
    const row = database.prepare(`SELECT bytes FROM document WHERE ${where}`).get(digest) as { bytes: Uint8Array }
    database.prepare(`UPDATE document SET bytes = ? WHERE ${where}`).run(change(row.bytes), digest)
    database.close()
  }
  const flip = () => kept((bytes) => Uint8Array.from(bytes, (byte, place) => (place === 40 ? byte ^ 1 : byte)))
  flip()
  return { undo: flip }
}

describe('goods, from their certificate to a review', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-goods-'))
  const assay = new CommandLine(folder)
  let items = 0

  const atOf = (name: Name): Member => (name === 'goods-auditor' ? 'bank' : people[name].at)
  /** Runs a command of somebody, once the gateway knows what all know; gives what it printed as JSON. */
  const run = async (name: Name, ...words: string[]) => {
    const gateway = gateways[atOf(name)]
    await untilItKnows(gateway)
    const where = words.includes('--gateway') ? [] : ['--gateway', gateway]
    const { code, output } = await assay.run(...words, '--profile', name, ...where, '--json')
    return { code, body: JSON.parse(output) }
  }
  const done = async (name: Name, ...words: string[]) => {
    const { code, body } = await run(name, ...words)
    if (code !== 0) throw new Error(`${name}: assay ${words.slice(0, 3).join(' ')}: ${JSON.stringify(body)}`)
    return body
  }
  /** The code with which it was refused; `none` when it was not. */
  const refusal = async (name: Name, ...words: string[]): Promise<string> => {
    const { code, body } = await run(name, ...words)
    return code === 0 ? 'none' : (body.code ?? body.error.code)
  }
  const file = (text: string): string => {
    const path = join(folder, `text-${Math.random()}.txt`)
    writeFileSync(path, text)
    return path
  }
  const address = (): string => file(JSON.stringify({ name: 'Goods Buyer', lines: [street], telephone }))

  const instruct = (name: Name, kind: string, body: object) => done(name, 'instruct', kind, file(JSON.stringify(body)))
  const available = async (name: Name, voucher = cash): Promise<number> =>
    Number((await done(name, 'account', 'show')).balances[voucher]?.available ?? 0)

  /** Has the provider issue a certificate of goods at 1,200 fen; gives its id and its link. */
  const issued = async (...options: string[]): Promise<{ id: string; link: string }> => {
    items += 1
    const terms = ['--title', 'A mantel clock', '--cash', cash, '--price', '1200', '--specification', 'Case=walnut']
    return done('goods-maker', 'certificate', 'issue', `CLOCK-${items}`, ...terms, ...options)
  }
  /** The price terms that a link gives its reader, for an order that is made by hand. */
  const termsOf = async (link: string) => {
    await untilItKnows(gateways.bank)
    const connection = connect(gateways.bank)
    const { certificate, key } = readLink(link)
    const { certified } = await openCertificate(connection, await readFound(connection, certificate), key)
    return certified.price
  }
  const ordered = async (link: string, ...options: string[]): Promise<string> =>
    (await done('goods-buyer', 'purchase', 'order', link, ...options)).effects.purchase
  const steps = async (name: Name, purchase: string, ...named: string[]): Promise<void> => {
    for (const step of named) await done(name, 'purchase', step, purchase)
  }
  const statusOf = async (purchase: string, name: Name = 'goods-buyer'): Promise<string> =>
    (await done(name, 'purchase', 'show', purchase)).status

  const enrol = async (name: Name): Promise<void> => {
    const words = ['device', 'create', '--participant', name, '--profile', name, '--json']
    const { participant, ...card } = JSON.parse((await assay.run(...words)).output).card
    if (name === 'goods-auditor') {
      const administrator = join(topology.dataFolder, 'admins', 'auditor.json')
      await enrolRegistrar(JSON.parse(readFileSync(administrator, 'utf8')), { participant, ...card })
      return
    }
    const { registrars } = await readScene()
    const { at, roles } = people[name]
    const type = roles.some((role) => role === 'teller' || role === 'issuer') ? 'organisation' : 'person'
    const device = { ...card, roles: [...roles] }
    await honoured(gateways[at], registrars[at], 'participant.register', { participant, type, device })
  }

  before(async () => {
    await readScene()
    for (const name of Object.keys(people) as Name[]) await enrol(name)
    await enrol('goods-auditor')
    await instruct('goods-bank', 'voucher.issue', yuanSeries({ voucher: cash, name: 'Yuan for goods', quantity: '1' }))
    await instruct('goods-maker', 'voucher.issue', {
      ...goldSeries({ voucher: metal, name: 'Gold of the maker', quantity: '1000', cash }),
    })
    const deposit = ['--to', 'goods-buyer', '--reference', 'OPENING']
    await done('goods-bank', 'deposit', cash, '100000', ...deposit)
    const registration = ['--name', 'The Clockmaker', '--addresses', 'https://clocks.example']
    await done('goods-desk', 'provider', 'register', 'goods-maker', ...registration)
    for (const name of ['goods-maker', 'goods-buyer'] as const) await done(name, 'device', 'seal-key')
  })
  after(() => rmSync(folder, { recursive: true }))

  it('S1-033 is issued at one member and read at each other, and the link is kept for its owner alone', async () => {
    const { id, link } = await issued()
    const kept = join(folder, 'goods-maker', 'links', `${id}.link`)
    expect([readFileSync(kept, 'utf8').trim(), statSync(kept).mode & 0o777]).to.deep.equal([link, 0o600])
    for (const name of ['goods-buyer', 'goods-holder'] as const) {
      const shown = await done(name, 'certificate', 'show', file(link))
      expect(shown.goods).to.deep.include({ title: 'A mantel clock', payee: 'goods-maker' })
      expect(shown.price).to.deep.equal({ cash, price: '1200' })
      expect(JSON.stringify(shown)).not.to.contain(link.split('#')[1])
    }
    const found = await done('goods-holder', 'certificate', 'find', '--provider', 'goods-maker')
    expect(found.items.map((one: { certificate: { certificate: string } }) => one.certificate.certificate)).to.include(
      id,
    )
    expect(await done('goods-buyer', 'provider', 'show', 'goods-maker')).to.deep.include({ member: 'goods-desk' })
  })

  it('S1-020 is handed over with its key: the receiver opens it, and a body that is not the ledger’s is refused', async () => {
    const { id, link } = await issued()
    const asData = ['--as', 'data', '--transferable']
    const granted = await done('goods-maker', 'certificate', 'grant', id, '--to', 'goods-buyer', ...asData)
    const opened = await done('goods-buyer', 'certificate', 'open', granted.effects.instance)
    expect(opened.goods).to.deep.include({ title: 'A mantel clock', payee: 'goods-maker' })
    expect(JSON.stringify(opened)).not.to.contain(link.split('#')[1])
    // Whoever opened it can hand it on, key and all, to a third member.
    await done('goods-holder', 'device', 'seal-key')
    const on = await done(
      ...(['goods-buyer', 'certificate', 'pass-on', granted.effects.instance, '--to', 'goods-holder'] as const),
      ...asData,
    )
    expect((await done('goods-holder', 'certificate', 'open', on.effects.instance)).goods).to.deep.equal(opened.goods)
    expect(await refusal('goods-maker', 'certificate', 'open', on.effects.instance)).not.to.equal('none')
    const altered = alterBody('bank', opened.certificate.body)
    const { code, body } = await run('goods-buyer', 'certificate', 'open', granted.effects.instance)
    altered.undo()
    expect(code).to.equal(exitCodes.refused)
    expect(body.error).to.deep.include({ code: 'altered_certificate' })
    expect(body.error.next).to.contain('Do not use it')
    expect(await refusal('goods-buyer', 'certificate', 'open', granted.effects.instance)).to.equal('none')
  })

  it('S1-046 is ordered by its link, paid to the provider alone, shipped, delivered, completed, reviewed once', async () => {
    const before = [await available('goods-buyer'), await available('goods-maker')]
    const { id, link } = await issued()
    const held = await done('goods-maker', 'certificate', 'grant', id, '--to', 'goods-holder', '--as', 'holding')
    await done('goods-holder', 'certificate', 'publish', held.effects.instance, '--link', file(link))
    const purchase = await ordered(link, '--count', '2', '--address', address())
    expect(await available('goods-buyer')).to.equal((before[0] as number) - 2400)
    await steps('goods-maker', purchase, 'accept', 'ship', 'deliver')
    await steps('goods-buyer', purchase, 'complete')
    const after = [await available('goods-buyer'), await available('goods-maker'), await available('goods-holder')]
    expect(after).to.deep.equal([(before[0] as number) - 2400, (before[1] as number) + 2400, 0])
    const review = ['purchase', 'review', purchase, '5', '--text', file('It keeps time.')]
    await done('goods-buyer', ...review)
    expect(await refusal('goods-buyer', ...review)).to.equal('already_reviewed')
    const part = await done('goods-maker', 'purchase', 'refund', purchase, '400')
    expect(part.effects).to.deep.include({ refunded: '400', left: '2000' })
    expect(await refusal('goods-maker', 'purchase', 'refund', purchase, '2001')).to.equal('exceeds_refundable_quantity')
  })

  it('S1-045 is ordered with what was handed on, which is used up once', async () => {
    const { id, link } = await issued()
    const held = await done('goods-maker', 'certificate', 'grant', id, '--to', 'goods-holder', '--as', 'holding')
    const given = ['--to', 'goods-buyer', '--as', 'holding']
    const passed = await done('goods-holder', 'certificate', 'pass-on', held.effects.instance, ...given)
    const { instance } = passed.effects
    const again = ['certificate', 'pass-on', held.effects.instance, ...given]
    expect(await refusal('goods-holder', ...again)).to.equal('instance_state_forbids')
    await ordered(link, '--instance', instance)
    expect(await refusal('goods-buyer', 'purchase', 'order', link, '--instance', instance)).to.equal(
      'instance_state_forbids',
    )
    await done('goods-maker', 'certificate', 'revoke', id)
    expect(await refusal('goods-buyer', 'purchase', 'order', link)).to.equal('revoked_certificate')
  })

  it('S1-045 S1-046 S1-047 S1-050 S1-053 is refused over HTTP for another payee or price, once revoked, and beyond what it allows', async () => {
    const { id, link } = await issued('--allows', 'order')
    const terms = await termsOf(link)
    const body = { certificate: id, provider: 'goods-maker', count: 1, pay: false, ...terms }
    const code = (change: object) =>
      refusal('goods-buyer', 'instruct', 'purchase.order', file(JSON.stringify({ ...body, ...change })))
    expect(await code({ provider: 'goods-holder' })).to.equal('not_the_provider')
    expect(await code({ price: '1' }), 'a cheaper price').to.equal('price_terms_differ')
    expect(await code({ salt: id }), 'the price with another salt').to.equal('price_terms_differ')
    expect(await refusal('goods-buyer', 'purchase', 'order', link)).to.equal('certificate_forbids')
    const purchase = await ordered(link, '--no-pay')
    expect(await refusal('goods-buyer', 'purchase', 'pay', purchase)).to.equal('certificate_forbids')
    expect(await code({}), 'as the certificate says').to.equal('none')
    await done('goods-maker', 'certificate', 'revoke', id)
    expect(await code({}), 'after the revocation').to.equal('certificate_revoked')
  })

  it('S1-048 gives all back when the provider says no, when the buyer takes it back, and when the provider stays silent', async () => {
    const before = await available('goods-buyer')
    const { link } = await issued()
    const rejected = await ordered(link)
    await steps('goods-maker', rejected, 'reject')
    const cancelled = await ordered(link)
    await steps('goods-buyer', cancelled, 'cancel')
    const hasty = await issued('--accept', '1s')
    const silent = await ordered(hasty.link)
    const end = Date.now() + 120_000
    while ((await refusal('goods-holder', 'purchase', 'expire', silent)) !== 'none') {
      if (Date.now() > end) throw new Error('the deadline never passed')
    }
    for (const purchase of [rejected, cancelled, silent]) expect(await statusOf(purchase)).to.equal('refunded')
    expect(await available('goods-buyer')).to.equal(before)
  })

  it('S1-051 shows the address to the provider and the buyer, and to nobody else more than its digest', async () => {
    const { link } = await issued()
    const purchase = await ordered(link, '--address', address())
    const opened = await done('goods-maker', 'purchase', 'show', purchase)
    expect(opened.opened).to.deep.equal({ name: 'Goods Buyer', lines: [street], telephone })
    const own = await done('goods-buyer', 'purchase', 'show', purchase)
    expect(own.address).to.match(/^[A-Za-z0-9_-]{43}$/)
    expect(own.opened).to.deep.equal(opened.opened)
    expect(await refusal('goods-holder', 'purchase', 'show', purchase)).to.equal('not_allowed')
    const audited = await done('goods-auditor', 'purchase', 'show', purchase)
    expect(audited.address).to.equal(own.address)
    expect(JSON.stringify(audited)).not.to.contain(street)
    const sealed = await fetch(`${gateways.bank}/v1/sealed-documents/${own.address}?purchase=${purchase}`)
    expect(sealed.status).to.equal(401)
  })

  it('is decided by an auditor, who gives a part back, while the money is held', async () => {
    const before = [await available('goods-buyer'), await available('goods-maker')]
    const purchase = await ordered((await issued()).link)
    await steps('goods-maker', purchase, 'accept', 'ship')
    await done('goods-buyer', 'purchase', 'dispute', purchase, file(evidence))
    await done('goods-maker', 'purchase', 'evidence', purchase, file('it left without a crack'))
    expect(await refusal('goods-maker', 'purchase', 'decide', purchase, '0')).to.equal('device_lacks_role')
    await done('goods-auditor', 'purchase', 'decide', purchase, '1000')
    const after = [await available('goods-buyer'), await available('goods-maker')]
    expect(after).to.deep.equal([(before[0] as number) - 200, (before[1] as number) + 200])
  })

  it('SX-003 moves gold with the capture, and has it wait from the acceptance on', async () => {
    const before = [await available('goods-buyer', metal), await available('goods-maker', metal)]
    const { link } = await issued('--metal', `${metal}:20`)
    const purchase = await ordered(link, '--count', '2')
    await steps('goods-maker', purchase, 'accept')
    expect(await available('goods-maker', metal)).to.equal((before[1] as number) - 40)
    await steps('goods-maker', purchase, 'ship')
    await steps('goods-buyer', purchase, 'complete')
    const after = [await available('goods-buyer', metal), await available('goods-maker', metal)]
    expect(after).to.deep.equal([(before[0] as number) + 40, (before[1] as number) - 40])
  })

  it('SX-002 is paid by a one-time code, which the provider claims at the buyer’s bank', async () => {
    const fee = { partsPerMillion: 0, minimum: '1' }
    const merchant = { merchant: 'goods-maker', name: 'The Clockmaker', maximum: '1000000', vouchers: [cash], fee }
    await instruct('goods-bank', 'merchant.register', { ...merchant, anyHome: true })
    const before = await available('goods-maker')
    const purchase = await ordered((await issued()).link, '--no-pay')
    assay.input = (await done('goods-buyer', 'payment', 'code')).digits
    const { payment } = await done(
      'goods-maker',
      ...['payment', 'claim', cash, '1200', '--order', 'GOODS-1', '--bank', 'BankMSP', '--purchase', purchase],
      // The payer's bank is the one to ask.
      ...['--code', '-', '--gateway', gateways.bank],
    )
    await done('goods-buyer', 'payment', 'approve', payment)
    expect(await statusOf(purchase)).to.equal('paid')
    expect(await available('goods-maker'), 'while the order goes on').to.equal(before)
    await steps('goods-maker', purchase, 'accept', 'ship')
    await steps('goods-buyer', purchase, 'complete')
    expect(await statusOf(purchase)).to.equal('completed')
    expect(await available('goods-maker')).to.equal(before + 1199)
  })

  it('S1-048 SX-002 gives all back of what a code paid, when the provider stays silent', async () => {
    const before = await available('goods-buyer')
    // Within a second no code is asked for, claimed and approved: so the time to ship is that short.
    const purchase = await ordered((await issued('--ship', '1s')).link, '--no-pay')
    assay.input = (await done('goods-buyer', 'payment', 'code')).digits
    const { payment } = await done(
      'goods-maker',
      ...['payment', 'claim', cash, '1200', '--order', 'GOODS-2', '--bank', 'BankMSP', '--purchase', purchase],
      ...['--code', '-', '--gateway', gateways.bank],
    )
    await done('goods-buyer', 'payment', 'approve', payment)
    expect(await available('goods-buyer')).to.equal(before - 1200)
    await steps('goods-maker', purchase, 'accept')
    const end = Date.now() + 120_000
    while ((await refusal('goods-holder', 'purchase', 'expire', purchase)) !== 'none') {
      if (Date.now() > end) throw new Error('the deadline never passed')
    }
    expect(await statusOf(purchase)).to.equal('refunded')
    expect(await available('goods-buyer')).to.equal(before)
  })

  describe('and what must stay secret of them', () => {
    const secrets: Secret[] = []
    /** One for each secret, of the same form, which somebody careless writes wherever a secret could come to stand. */
    const twins: Secret[] = [
      { name: 'address', value: '18 Heron Lane behind the salt house' },
      { name: 'telephone', value: '5550199-4472' },
      { name: 'evidence', value: 'the dial came with a crack from two to five' },
      { name: 'key of a link', value: randomBytes(32).toString('base64url') },
    ]
    /** Which place of the system a file belongs to: each peer and orderer, each database, each log of its own. */
    const placeOf = (path: string): string => {
      const [area = '', owner = '', ...more] = relative(topology.dataFolder, path).split(sep)
      if (/blockfile/.test(path)) return `blocks of ${area} ${owner}`
      if (/\.sqlite(-wal|-shm)?$/.test(path)) return `database ${area} ${owner} ${more.at(-1)?.split('.')[0] ?? ''}`
      return area === 'logs' ? `log ${owner}` : `other files of ${area}`
    }
    /** What a deposit is for stands on the ledger, and what a request asks for in a gateway's log. */
    const writeCarelessly = async (text: string): Promise<void> => {
      await done('goods-bank', 'deposit', cash, '1', '--to', 'goods-buyer', '--reference', `for ${text}`)
      for (const member of members) await fetch(`${gateways[member]}/v1/vouchers/${encodeURIComponent(text)}`)
    }
    const keysOfLinks = (): Secret[] =>
      filesBelow(join(folder, 'goods-maker', 'links')).flatMap((kept) => {
        const key = readFileSync(kept, 'utf8').trim().split('#')[1] as string
        return [
          { name: 'key of a link', value: key },
          { name: 'key of a link in bytes', value: Buffer.from(key, 'base64url') },
        ]
      })
    /** What each member has, whatever else it has. */
    const ownPlaces = (member: Member): string[] => [
      ...['projection', 'outbox', 'documents', 'credentials'].map((kept) => `database gateways ${member} ${kept}`),
      ...['gateway', 'peer', 'orderer', 'chaincode-ledger'].map((program) => `log ${program}-${member}.log`),
    ]
    const places = (): Place[] => placesBelow(topology.dataFolder, placeOf)
    const members = Object.keys(gateways) as Member[]
    const restartAll = async (environment: Record<string, string>) => {
      for (const member of members) await restartGateway(member, environment)
    }
    /** The twins that were found in no file of a place that stands, by the place's name. */
    const missing = (name: string): string[] => {
      const place = places().find((one) => one.name === name)
      if (place === undefined) return [`there is no ${name}`]
      const found = new Set(findAt(place, new SecretScan(twins)).map(({ secret }) => secret))
      return twins.filter((twin) => !found.has(twin.name)).map((twin) => `${twin.name} in ${name}`)
    }

    before(async () => {
      await restartAll({ ASSAY_LOG: 'trace' })
      const { link } = await issued()
      const purchase = await ordered(link, '--address', address())
      await steps('goods-maker', purchase, 'accept', 'ship')
      await done('goods-buyer', 'purchase', 'dispute', purchase, file(evidence))
      for (const { value } of twins) await writeCarelessly(String(value))
      for (const member of members) await untilItKnows(gateways[member])
      secrets.push({ name: 'address', value: street }, { name: 'telephone', value: telephone })
      secrets.push({ name: 'evidence', value: evidence }, ...keysOfLinks())
      // So that what the gateways still hold back, of databases and of logs, is on disk.
      await restartAll({})
    })

    it('S1-051 finds what careless people wrote in the blocks of each peer and orderer, and in the database and the log of each gateway', () => {
      const written = members.flatMap((member) => [
        ...[`blocks of peers ${member}`, `blocks of orderers ${member}`],
        ...[`database gateways ${member} projection`, `log gateway-${member}.log`],
      ])
      expect(written.flatMap(missing)).to.deep.equal([])
    })

    it('S1-051 finds what is written carelessly in a copy of each other place: every database, log and kind of file', () => {
      const all = places().filter(({ name }) => !name.startsWith('blocks'))
      expect(all.map(({ name }) => name)).to.include.members(members.flatMap(ownPlaces))
      const scan = new SecretScan(twins)
      expect(all.flatMap((place) => missedAt(place, twins, scan))).to.deep.equal([])
    })

    it('S1-051 stands in no block, no database, no log and no other file of any member', () => {
      const scan = new SecretScan(secrets)
      const found = places().flatMap((place) => findAt(place, scan).map((one) => ({ ...one, place: place.name })))
      expect(
        found.map(({ secret, form, place, file: path }) => {
          return `${secret}, ${form}, ${place}: ${relative(topology.dataFolder, path)}`
        }),
      ).to.deep.equal([])
    })

    it('S1-051 stands in no journal and no outcome that a device keeps, where a careless write is found', () => {
      const isKept = (path: string) => /outbox|session|profile\.json|sqlite/.test(path)
      const kept = placesBelow(folder, (path) => relative(folder, path)).filter(({ name }) => isKept(name))
      expect(kept).not.to.deep.equal([])
      expect(kept.flatMap((place) => findAt(place, new SecretScan(secrets)))).to.deep.equal([])
      const scan = new SecretScan(twins)
      expect(kept.flatMap((place) => missedAt(place, twins, scan))).to.deep.equal([])
    })
  })
})
