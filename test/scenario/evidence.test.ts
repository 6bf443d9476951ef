import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { blocksOfExport } from '../../audit/blocks/export-file.ts'
import { run } from '../../audit/command/program.ts'
import { approvePayment, claimPayment, openQuestions, requestCode } from '../../terminal/sdk/payments.ts'
import type { Terminal } from '../../terminal/sdk/terminal.ts'
import { marked, outcomesOf, type Recorded } from '../audit/support/evidence.ts'
import { flipped } from '../audit/support/tampering.ts'
import { Random } from '../market/random.ts'
import { consortium } from '../support/members.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { peerConnection, rootCertificates } from './support/chain.ts'
import { gateways, topology } from './support/network.ts'
import { honoured, Person, post } from './support/people.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'
import { Shop } from './support/shop.ts'

const cash = 'CNY-PROOF'

describe('evidence of what was done on a network', () => {
  let folder: string
  let blocks: string
  let scene: Scene
  let outcomes: Recorded[]
  let merchant: Terminal
  const payments: string[] = []

  const ran = async (...words: string[]): Promise<{ code: number; output: string }> => {
    const [output, told]: [string[], string[]] = [[], []]
    const code = await run(words, {
      ...{ output: (line) => output.push(line), tell: (line) => told.push(line), now: () => new Date() },
      defaults: {
        channel: topology.channel,
        peers: Object.fromEntries(
          ['bank', 'institution', 'supplier'].map((name) => [name, () => peerConnection(name)]),
        ),
        roots: rootCertificates,
        consortium: () => consortium,
      },
      signal: new AbortController().signal,
    })
    return { code, output: [...output, ...told].join('\n') }
  }

  /** A transfer there and back, and one that is refused. */
  const transfer = async (): Promise<void> => {
    const { registrars, voucher } = scene
    const ida = await register('bank', registrars.bank, new Person('ida'))
    const otto = await register('supplier', registrars.supplier, new Person('otto'))
    await fund(scene, ida, '500')
    await honoured(gateways.bank, ida, 'voucher.transfer', { to: 'otto', voucher, quantity: '200' })
    await honoured(gateways.supplier, otto, 'voucher.transfer', { to: 'ida', voucher, quantity: '50' })
    const tooMuch = ida.envelope('voucher.transfer', { to: 'otto', voucher, quantity: '9000' })
    expect((await post(gateways.bank, tooMuch)).body).to.include({ code: 'exceeds_available_quantity' })
    // Whoever acts once more lets the endorsers of that sign what became of the last time.
    await honoured(gateways.bank, ida, 'voucher.transfer', { to: 'otto', voucher, quantity: '1' })
    await honoured(gateways.supplier, otto, 'voucher.transfer', { to: 'ida', voucher, quantity: '1' })
  }

  const pay = async (shop: Shop, payer: Terminal): Promise<void> => {
    const { digits, payment } = await requestCode(payer)
    payments.push(payment)
    await claimPayment(merchant, {
      code: digits,
      orderNumber: `PROOF-${payment.slice(0, 8)}`,
      voucher: cash,
      quantity: '1000',
    })
    const question = (await openQuestions(payer)).find((one) => one.payment === payment)
    if (question === undefined) throw new Error('the payer was not asked')
    expect((await approvePayment(payer, question)).status).to.equal('accepted')
    expect(await shop.available(merchant, cash)).to.not.equal('0')
  }

  before(async function () {
    this.timeout(300_000)
    folder = mkdtempSync(join(tmpdir(), 'assay-evidence-'))
    scene = await readScene()
    await transfer()
    const shop = await Shop.open('proof-bank', cash)
    const payer = await shop.payer('perpetua', '100000', cash)
    merchant = await shop.merchant('proof-shop', 'A shop with proofs', cash)
    for (let count = 0; count < 2; count += 1) await pay(shop, payer)
    await waitUntilAllStand(topology)
    blocks = join(folder, 'blocks')
    expect(await ran('fetch', '--peer', 'bank', '--to', blocks)).to.include({ code: 0 })
    const read: Uint8Array[] = []
    for await (const block of blocksOfExport(blocks)) read.push(block)
    outcomes = outcomesOf(read)
    mkdirSync(join(folder, 'roots'))
    for (const [mspId, pem] of Object.entries(rootCertificates()))
      writeFileSync(join(folder, 'roots', `${mspId}.pem`), pem)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const checked = (file: string) => ran('evidence', 'check', file, '--roots', join(folder, 'roots'))

  /** Finds a file altered in a few places, by its end mark and without it. */
  const expectAlteredFound = async (file: string, seed: number): Promise<void> => {
    const bytes = readFileSync(file)
    const random = new Random(seed)
    for (let round = 0; round < 4; round += 1) {
      const altered = flipped(bytes, random.below(bytes.length - 40))
      for (const one of [altered, marked(altered)]) {
        writeFileSync(`${file}.altered`, one)
        const { code, output } = await checked(`${file}.altered`)
        expect(code, output).to.not.equal(0)
      }
    }
  }

  const flows: [name: string, of: (one: Recorded) => boolean, kinds: string[]][] = [
    [
      'SX-009 every step of a flow of transfers, and a refusal, can be exported and checked offline, and altered fails',
      ({ from }) => from === 'ida' || from === 'otto',
      ['voucher.transfer'],
    ],
    [
      'SX-009 every step of a payment can be exported with its stamp and checked offline, and altered fails',
      ({ from }) => from === 'perpetua' || from === 'proof-shop',
      ['payment-code.request', 'payment.claim', 'payment.approve'],
    ],
  ]
  for (const [title, isOfFlow, kinds] of flows) {
    it(title, async () => {
      const steps = outcomes.filter(isOfFlow)
      const newest = new Set(steps.map(({ from }) => steps.findLast((one) => one.from === from)?.id))
      const older = steps.filter(({ id }) => !newest.has(id))
      expect(older.map(({ kind }) => kind)).to.include.members(kinds)
      const refused = older.filter(({ status }) => status === 'refused')
      if (kinds.includes('voucher.transfer'))
        expect(refused.map(({ code }) => code)).to.deep.equal(['exceeds_available_quantity'])
      for (const [index, { id, status }] of older.entries()) {
        const file = join(folder, `step-${index}`)
        const made = await ran('evidence', id, '--peer', 'supplier', '--to', file)
        expect(made.code, made.output).to.equal(0)
        const { code, output } = await checked(file)
        expect([code, output.split(':')[0]], output).to.deep.equal([0, 'PROVEN'])
        expect(output).to.include(`Outcome: ${status}`)
        await expectAlteredFound(file, index)
      }
    }).timeout(300_000)
  }

  it('tells the history of an account and of a payment, whose proof is checked offline', async () => {
    const file = join(folder, 'history')
    const words = ['history', 'payment', payments[0] ?? '', '--blocks', blocks, '--to', file]
    const { code, output } = await ran(...words)
    expect(code, output).to.equal(0)
    for (const kind of ['payment.claim', 'payment.approve']) expect(output).to.include(kind)
    const proof = await checked(file)
    // Nothing has read the paid record since, so nobody has signed yet what its last step left.
    expect(proof.output).to.match(/^(PROVEN|NOT CHECKED)/)
    expect(proof.output).to.not.match(/HISTORY_GAP|GROUND_|DIFFERS/)
    const holding = await ran('history', 'account', 'ida', '--voucher', scene.voucher, '--blocks', blocks)
    expect(holding.output.match(/voucher\.transfer/g)?.length).to.be.at.least(2)
  }).timeout(120_000)

  it('finds the refusal, writes a list that ties to the replay, and has all peers alike', async () => {
    const found = await ran(
      'search',
      '--participant',
      'ida',
      '--code',
      'exceeds_available_quantity',
      '--blocks',
      blocks,
    )
    expect([found.code, found.output.includes('1 found')], found.output).to.deep.equal([0, true])
    const list = join(folder, 'list.csv')
    expect(await ran('export', '--blocks', blocks, '--to', list)).to.include({ code: 0 })
    expect(await ran('export', 'check', list, '--peer', 'institution')).to.include({ code: 0 })
    const { code, output } = await ran('compare', 'bank', 'institution', 'supplier', blocks)
    expect([code, output.split(':')[0]], output).to.deep.equal([0, 'PROVEN'])
  }).timeout(120_000)
})
