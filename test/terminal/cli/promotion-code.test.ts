import { readFileSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { digestOfTerms, promotionCodeText, readPromotionCode } from '../../../chaincode/wire/promotion-code.ts'
import { authenticationSamples } from '../../support/authentications.ts'
import { commandLineScene } from '../support/command-line.ts'
import { problem } from '../support/fake-gateway.ts'

const [campaign, promotion] = ['C'.repeat(43), 'P'.repeat(43)]
const terms = { salt: 's'.repeat(22), cash: 'CNY', quantity: '1500', limitPrice: '550' }
const code = promotionCodeText({ ledger: 'assay', promotion, terms }) as string
const handIn = '/v1/promotion-authentications'
const create = [
  ...['promotion', 'create', 'sell', '--campaign', campaign, '--institution', 'InstitutionMSP', '--family', 'metal'],
  ...['--voucher', 'GOLD-1G', '--amount', '1.5g', '--limit', '550', '--cash', 'CNY'],
]
const open = ['chain', 'open', '--identity-type', 'account-number', '--identity', '-']

const wasmBinary = () =>
  new Uint8Array(readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))).buffer

const pixelsForModule = 3

/** What a camera has of a printed code, whose blocks are its light modules, two rows of them to a line. */
const photographed = (lines: readonly string[]): Parameters<typeof readBarcodes>[0] => {
  const rows = lines.flatMap((line) => [
    [...line].map((block) => '█▀'.includes(block)),
    [...line].map((block) => '█▄'.includes(block)),
  ])
  const [width, height] = [(rows[0]?.length ?? 0) * pixelsForModule, rows.length * pixelsForModule]
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let place = 0; place < width * height; place += 1) {
    const row = rows[Math.floor(place / width / pixelsForModule)]
    if (row?.[Math.floor((place % width) / pixelsForModule)] !== true) data.set([0, 0, 0], place * 4)
  }
  return { data, width, height, colorSpace: 'srgb' } as never
}

describe('codes of promotions on the command line', () => {
  const scene = commandLineScene()
  const sent = () => scene.gateway.sent.map((body) => JSON.parse(body))
  const handedIn = () =>
    scene.gateway.received.filter(({ method, path }) => method === 'POST' && path.startsWith(handIn))
  const row = (change: object = {}) => ({
    ...{ promotion, promoter: 'bob', bank: 'SupplierMSP', campaign, institution: 'InstitutionMSP', family: 'metal' },
    ...{
      side: 'sell',
      metal: 'GOLD-1G',
      terms: digestOfTerms(terms),
      usesMaximum: '5',
      used: '0',
      whenOver: 'goes-on',
    },
    ...{ authentication: { type: 'image', digest: 'D'.repeat(43) }, createdAt: '1', status: 'open' },
    ...{ validUntil: '9000000000000', height: '9', ...change },
  })
  const stands = (change: object = {}) => scene.gateway.pages.set(`/v1/promotions/${promotion}`, row(change))

  beforeEach(async () => {
    await scene.createAlice()
    scene.gateway.pages.set(handIn, { type: 'image', digest: 'D'.repeat(43) })
  })

  const fileOf = async (bytes: Uint8Array): Promise<string> => {
    const file = join(scene.folder, 'sample')
    await writeFile(file, bytes)
    return file
  }
  const printed = (output: string) => JSON.parse(output)

  it('S2-045 S2-051 make a promotion with a code of its own each time, which holds the trade and never what authenticates it', async () => {
    const file = await fileOf(authenticationSamples.image)
    const first = await scene.assay.run(...create, '--authentication', file, '--json')
    const second = await scene.assay.run(...create, '--authentication', file, '--json')
    expect([first.code, second.code]).deep.equal([0, 0])
    const codes = [first, second].map(({ output }) => printed(output).code as string)
    expect(new Set(codes).size).equal(2)
    // The ledger has the digest of the trade: the same trade again must not be told by it.
    const told = sent().map(({ instruction }) => instruction.body.terms as string)
    expect(new Set([...told, ...codes.map((text) => readPromotionCode(text)?.terms.salt)]).size).equal(4)
    expect(handedIn().map(({ path }) => path)).deep.equal([`${handIn}?type=image`, `${handIn}?type=image`])
    for (const [place, text] of codes.entries()) {
      const read = readPromotionCode(text)
      expect(read).deep.include({ ledger: 'assay', promotion: printed([first, second][place]?.output ?? '').id })
      expect(read?.terms).include({ cash: 'CNY', quantity: '1500', limitPrice: '550' })
      const { body } = sent()[place].instruction
      expect(body).include({ terms: digestOfTerms(read?.terms as typeof terms), metal: 'GOLD-1G', whenOver: 'goes-on' })
      expect(body.authentication).deep.equal({ type: 'image', digest: 'D'.repeat(43) })
      expect(Buffer.from(text.slice(18), 'base64url').includes('picture of a promoter')).equal(false)
    }
    const { id } = printed(first.output)
    const kept = await scene.assay.run('promotion', 'code', id)
    expect(kept.output.trimEnd().split('\n').at(-1)).equal(codes[0])
    expect(kept.output).include('█')
    expect((await stat(join(scene.folder, 'default', 'promotions', `${id}.code`))).mode & 0o777).equal(0o600)
    expect((await scene.assay.run('promotion', 'code', promotion)).complaint).include('not_listed')
  })

  it('S2-051 S2-052 print a QR code, and draw one, which a scanner reads back to the very text', async () => {
    await prepareZXingModule({ overrides: { wasmBinary: wasmBinary() }, fireImmediately: true })
    const file = await fileOf(authenticationSamples.image)
    const { output } = await scene.assay.run(...create, '--authentication', file)
    const lines = output.trimEnd().split('\n')
    const text = lines.at(-1) as string
    const printedRows = lines.filter((line) => /^[█▀▄ ]{30,}$/.test(line))
    const [read] = await readBarcodes(photographed(printedRows), { formats: ['QRCode'] })
    expect(read?.text).equal(text)
    const svg = join(scene.folder, 'code.svg')
    const id = readPromotionCode(text)?.promotion as string
    expect((await scene.assay.run('promotion', 'code', id, '--svg', svg)).output).equal(`the QR code is in ${svg}\n`)
    expect(await readFile(svg, 'utf8')).match(/^<svg /)
    expect((await scene.assay.run('promotion', 'code', id, '--svg', svg)).complaint).include('file_exists')
  })

  it('S2-047 S2-048 S2-049 S2-050 take sound, video, digits and texts, by their own bytes or as what is said', async () => {
    for (const type of ['audio', 'video', 'text'] as const) {
      const file = await fileOf(authenticationSamples[type])
      expect((await scene.assay.run(...create, '--authentication', file)).code).equal(0)
      expect(handedIn().at(-1)?.path).equal(`${handIn}?type=${type}`)
    }
    const film = await fileOf(authenticationSamples.video)
    expect((await scene.assay.run(...create, '--authentication', film, '--as', 'audio')).code).equal(0)
    expect(handedIn().at(-1)?.path).equal(`${handIn}?type=audio`)
    for (const [way, input] of [
      ['digits', '4711815'],
      ['text', 'the word'],
    ] as const) {
      scene.assay.input = input
      expect((await scene.assay.run(...create, `--${way}`)).code).equal(0)
      expect(handedIn().at(-1)).include({ path: `${handIn}?type=${way}`, body: input })
    }
  })

  it('S2-045 S2-046 say before anything is sent what is unfit, and leave what is missing to the ledger', async () => {
    const page = await fileOf(Buffer.from('<svg onload="x">'))
    const film = await fileOf(authenticationSamples.video)
    const wrong: [string[], string][] = [
      [[...create, '--authentication', film, '--as', 'image'], 'no image by its own bytes'],
      [[...create, '--digits', '--text'], 'give one of'],
      [[...create.slice(0, -2), '--digits'], '--amount, --limit and --cash together'],
      [[...create, '--authentication', `${page}.none`], 'no such file'],
      [[...create.slice(0, -2), '--cash', 'no voucher'], 'terms'],
    ]
    scene.assay.input = '4711'
    for (const [words, told] of wrong) expect((await scene.assay.run(...words)).complaint, told).include(told)
    scene.assay.input = '12'
    expect((await scene.assay.run(...create, '--digits')).complaint).include('authentication_unclear')
    expect([sent(), handedIn()]).deep.equal([[], []])
    scene.gateway.scripts.push((_received, id) =>
      problem(422, 'promotion_incomplete', { id, outcome: 'refused', values: { part: 'authentication' } }),
    )
    const without = await scene.assay.run(...create, '--json')
    expect([without.code, printed(without.output).code]).deep.equal([1, 'promotion_incomplete'])
    const alone = await scene.assay.run(...create.slice(0, 11))
    expect(alone.code).equal(0)
    expect(sent().at(-1).instruction.body).not.have.property('terms')
  })

  it('S2-052 scan back to the same trade and promoter, and refuse a code that was tampered with', async () => {
    stands()
    const { output } = await scene.assay.run('promotion', 'scan', code, '--json')
    expect(printed(output).code.terms).deep.equal(terms)
    expect(printed(output).promotion).include({ promoter: 'bob', institution: 'InstitutionMSP' })
    const file = join(scene.folder, 'code')
    await writeFile(file, `${code}\n`)
    expect((await scene.assay.run('promotion', 'scan', file)).output)
      .include('bob')
      .and.include('1.5 g (1500 × 1 mg) of GOLD-1G')
    const cheaper = promotionCodeText({ ledger: 'assay', promotion, terms: { ...terms, limitPrice: '1' } }) as string
    const elsewhere = promotionCodeText({ ledger: 'elsewhere', promotion, terms }) as string
    const unknown = promotionCodeText({ ledger: 'assay', promotion: 'U'.repeat(43), terms }) as string
    const flipped = `${code.slice(0, 60)}${code[60] === 'A' ? 'B' : 'A'}${code.slice(61)}`
    for (const other of [cheaper, elsewhere, unknown, flipped, `${code}A`, 'assay-promotion:1:']) {
      const scanned = await scene.assay.run('promotion', 'scan', other)
      expect([scanned.code, scanned.complaint.split(':')[0]], other).deep.equal([1, 'promotion_code_differs'])
      scene.assay.input = '6222021234567890\n'
      expect((await scene.assay.run(...open, '--promotion', other)).complaint).include('promotion_code_differs')
    }
    expect(sent()).deep.equal([])
  })

  it('S2-053 fill a first chain with the trade, the mark and who promotes it', async () => {
    stands()
    scene.assay.input = '6222021234567890\n'
    const { code: exit, complaint } = await scene.assay.run(...open, '--promotion', code)
    expect([exit, complaint]).deep.equal([0, 'note: promoted by bob\n'])
    const [{ instruction, confidential }] = sent()
    expect(instruction.body).deep.include({ institution: 'InstitutionMSP', family: 'metal', side: 'sell', cash: 'CNY' })
    expect(instruction.body.metal).deep.equal({ voucher: 'GOLD-1G', quantity: '1500' })
    expect(JSON.parse(confidential)).deep.include({ mark: code, trade: { quantity: '1500', limitPrice: '550' } })
    expect(JSON.stringify(instruction)).not.include(code)
  })

  it('S2-053 SX-005 go on without the promotion, or stop, once it is over, by what its promoter said', async () => {
    scene.assay.input = '6222021234567890\n'
    const over: [object, string][] = [
      [{ validUntil: '1000' }, 'expired'],
      [{ used: '5' }, 'used up'],
      [{ status: 'ended' }, 'ended'],
      [{ opensAt: '8000000000000' }, 'not begun'],
    ]
    for (const [change, told] of over) {
      stands(change)
      const goesOn = await scene.assay.run(...open, '--promotion', code)
      expect([goesOn.code, goesOn.complaint]).deep.equal([
        ...[0, `note: the promotion is ${told}: the trade goes on without it\n`],
      ])
      expect(JSON.parse(sent().at(-1).confidential)).not.have.property('mark')
      const count = sent().length
      stands({ ...change, whenOver: 'stops' })
      const stops = await scene.assay.run(...open, '--promotion', code)
      expect([stops.code, stops.complaint.split(':')[0]]).deep.equal([1, 'promotion_over'])
      expect(sent()).length(count)
      expect((await scene.assay.run('promotion', 'scan', code)).output).include(told)
    }
  })

  it('S2-053 say a trade once, by its promotion or by its parts, of every family', async () => {
    stands()
    const wrong: [string[], string][] = [
      [['chain', 'open', 'sell', ...open.slice(2), '--promotion', code], '--promotion alone'],
      [[...open, '--promotion', code, '--cash', 'CNY'], '--promotion alone'],
      [[...open], 'buy or sell'],
      [['chain', 'open', 'sell', ...open.slice(2)], '--institution is missing'],
    ]
    for (const [words, told] of wrong) expect((await scene.assay.run(...words)).complaint, told).include(told)
    expect(sent()).deep.equal([])
    const whole = { ...terms, product: '600519', cashMaximum: '900000', priceScale: '10' }
    const { metal: _metal, ...other } = row({ family: 'stock', side: 'buy', terms: digestOfTerms(whole) })
    scene.gateway.pages.set(`/v1/promotions/${promotion}`, other)
    scene.assay.input = '6222021234567890\n'
    const text = promotionCodeText({ ledger: 'assay', promotion, terms: whole }) as string
    expect((await scene.assay.run(...open, '--promotion', text)).code).equal(0)
    const [{ instruction, confidential }] = sent()
    expect(instruction.body).include({ cashMaximum: '900000', side: 'buy' }).and.not.have.property('metal')
    expect(JSON.parse(confidential).trade).deep.equal({
      ...{ product: '600519', quantity: '1500', limitPrice: '550', priceScale: '10' },
    })
    expect((await scene.assay.run('promotion', 'scan', text)).output).include('1500 of 600519')
    const stock = [
      'promotion',
      'create',
      'buy',
      '--campaign',
      campaign,
      '--institution',
      'InstitutionMSP',
      '--family',
      'stock',
    ]
    const said = [
      '--product',
      '600519',
      '--amount',
      '7',
      '--limit',
      '5',
      '--per',
      '10',
      '--cash',
      'CNY',
      '--most',
      '90',
    ]
    expect((await scene.assay.run(...stock, ...said, '--text')).code).equal(0)
    expect(sent().at(-1).instruction.body).not.have.property('metal')
  })

  it('S2-054 have the bank compare what somebody presents', async () => {
    const path = `/v1/promotions/${promotion}/check`
    scene.gateway.pages.set(path, { promotion, promoter: 'bob', type: 'image' })
    const file = await fileOf(authenticationSamples.image)
    const { code: exit, output } = await scene.assay.run('promotion', 'check', promotion, file)
    expect([exit, output]).deep.equal([0, 'the same image, byte for byte, as bob handed in\n'])
    expect(scene.gateway.received.find((one) => one.path === path)?.body).include('picture of a promoter')
  })

  it('say that nothing of it is biometrics, and where it lies', async () => {
    const { output } = await scene.assay.run('promotion', 'create', '--help')
    expect(output).include('biometrics').and.include('your bank alone').and.include('2 MiB')
  })
})
