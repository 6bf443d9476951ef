import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { findRunning } from '../../network/process.ts'
import { type Finding, filesBelow, type Secret, SecretScan } from '../support/secret-scan.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { isOwnKeyFile, partOf } from './support/leak-places.ts'
import { restartGateway, topology } from './support/network.ts'
import { Trading } from './support/trading.ts'
import { until } from './support/until.ts'

/** What goes where a careless secret would go, and must be found there: it is the name of the client's metal, which is public. */
const name = 'chainleak-7q2w'
const control = `AU-${name.toUpperCase()}`
const careless = 'CARELESS-4H8D1S9K'

const account = { type: 'account-number', value: '6222095173846204' }
const wrongAccount = { type: 'account-number', value: '6222098851039472' }
const phone = { type: 'phone', value: '+8613970451826' }
const stock = { family: 'stock', product: 'HUSHSTOCK-90Q' } as const

/** What is said in confidence of the trades that were sent. The metal's and the cash's quantities are public (decision 0049). */
const figures = {
  'limit of the metal’s price': '77199304251',
  'limit of the stock’s price': '88402177392',
  'position of the stock': '73190264815',
  'quantity of the stock that was sold': '11902648173',
  'quantity of the stock that was bought': '10450938271',
  'quantity of the stock that was refused': '13370264419',
  'position behind the sale': '61287616642',
  'position behind the purchase': '71738554913',
} as const
/** What is said in confidence of the trades that were never sent. */
const unsent = { 'limit of who failed': '55120937746', 'quantity of who failed': '12039477651' } as const

const members = ['bank', 'institution', 'supplier'] as const
const pair: readonly string[] = ['bank', 'institution']

/** The parts of a network in which something could be left, and the member whose each file is. */
const placeOf = (file: string): string => {
  const path = relative(topology.dataFolder, file)
  const member = members.find((one) => new RegExp(`(^|[/\\\\.-])${one}([/\\\\.-]|$)`).test(path))
  return `${partOf(file)} of ${member ?? 'nobody'}`
}

/** Where alone the pair may keep what it said: private rows of its peers, and of its gateways' projections. */
const allowed = [
  /[/\\](bank|institution)[/\\].*(pvtdataStore|stateLeveldb|transientstore)[/\\]/i,
  /^gateways[/\\](bank|institution)[/\\]projection\.sqlite(-wal)?$/,
]
const mayHave = (file: string): boolean => allowed.some((one) => one.test(relative(topology.dataFolder, file)))

/** What is cleaned up meanwhile, by databases that run, is none of this. */
const unlessGone = <T>(look: () => T[]): T[] => {
  try {
    return look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

describe('what a client, its bank and an institution say in confidence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-chain-leak-'))
  const heap = join(folder, 'heap')
  /** What the pair has, and what nobody has any more, or ever had. */
  const ofPair: Secret[] = []
  const ofNobody: Secret[] = []
  const salts = new Set<string>()
  let isSent = true

  let trading: Trading

  const note = (text: string): void => {
    const { salt } = JSON.parse(text) as { salt: string }
    if (salts.has(salt)) return
    salts.add(salt)
    const into = isSent ? ofPair : ofNobody
    into.push({ name: `salt ${salts.size}`, value: salt })
  }

  const digits = (of: { [name: string]: string }): Secret[] =>
    Object.entries(of).map(([called, value]) => ({ name: called, value, isShort: true }))

  const plant = (): void => {
    ofPair.push(
      ...digits({ ...figures, 'identity that was sent': account.value }),
      { name: 'product', value: stock.product },
      ...['"grade":"aa"', '\\"grade\\":\\"aa\\"'].map((value, place) => ({ name: `grade ${place}`, value })),
      ...['"reason":"hours"', '\\"reason\\":\\"hours\\"'].map((value, place) => ({ name: `reason ${place}`, value })),
    )
    ofNobody.push(
      ...digits({ ...unsent, 'identity that failed': wrongAccount.value, 'identity never sent': phone.value }),
      {
        name: 'key of identities',
        value: readFileSync(join(topology.dataFolder, 'gateways', 'bank', 'identity-references.key')),
      },
    )
  }

  // A sale must bring what its limit says, which is long so that it is found.
  const finely = { priceScale: `1${'0'.repeat(20)}` }
  const metal = { limitPrice: figures['limit of the metal’s price'] }

  const tradeMetal = async (): Promise<void> => {
    for (const side of ['sell', 'buy'] as const) {
      const limit = side === 'buy' ? metal : { ...metal, ...finely }
      const chain = await trading.opened(side, { identity: account, trade: limit })
      await trading.execute(chain, { amount: '555000' })
      await trading.untilStands(chain, 'settled')
    }
  }

  /** The client hands its bank a trade of a family that is no metal. */
  const opened = (
    side: 'buy' | 'sell',
    { product, ...body }: { family: string; product: string; cashMaximum?: string },
    { identity = account, ...trade }: { identity?: typeof account; quantity: string; [name: string]: unknown },
  ): Promise<string> => trading.opened(side, { identity, body, trade: { product, ...trade } as never })

  const tradeStock = async (): Promise<void> => {
    const limitPrice = figures['limit of the stock’s price']
    const sold = figures['quantity of the stock that was sold']
    const bought = figures['quantity of the stock that was bought']
    const sale = await opened('sell', stock, { quantity: sold, limitPrice, ...finely })
    await trading.execute(sale, { quantity: sold, amount: '120000' })
    await trading.untilStands(sale, 'settled')
    const purchase = await opened('buy', { ...stock, cashMaximum: '130000' }, { quantity: bought, limitPrice })
    await trading.execute(purchase, { quantity: bought, amount: '125000' })
    await trading.untilStands(purchase, 'settled')
    const quantity = figures['quantity of the stock that was refused']
    await trading.refuse(await opened('sell', stock, { quantity, limitPrice }), 'refused', 'hours')
  }

  /** One client that shows another identity, and one trade of a family that the institution does not take. */
  const tradeInVain = async (): Promise<void> => {
    isSent = false
    const said = { limitPrice: unsent['limit of who failed'], quantity: unsent['quantity of who failed'] }
    const failed = await opened('sell', stock, { ...said, identity: { ...account, value: wrongAccount.value } })
    await trading.untilStands(failed, 'user-rejected')
    const other = { family: 'trust', product: 'HUSHTRUST' }
    await trading.untilStands(await opened('sell', other, { ...said, identity: phone }), 'institution-rejected')
  }

  const files = (): string[] =>
    filesBelow(topology.dataFolder).filter((file) => !unlessGone(() => [isOwnKeyFile(file)])[0])
  const search = (secrets: readonly Secret[]): Finding[] => {
    const scan = new SecretScan(secrets)
    return files().flatMap((file) => unlessGone(() => scan.findIn([file])))
  }
  const told = (found: readonly Finding[]): string[] =>
    found.map(({ secret, form, file }) => `${secret}, ${form}: ${relative(topology.dataFolder, file)}`)

  /** What was found while all ran, write-ahead logs and all. */
  let whileRunning: { ofPair: Finding[]; ofNobody: Finding[] }

  before(async () => {
    const preload = pathToFileURL(join(import.meta.dirname, 'support', 'heap-snapshot.mjs')).href
    for (const member of pair) await restartGateway(member, { ASSAY_LOG: 'trace' })
    await restartGateway('supplier', {
      ASSAY_LOG: 'trace',
      NODE_OPTIONS: `--import ${preload} --disable-warning=ExperimentalWarning`,
      ASSAY_TEST_HEAP: heap,
    })
    trading = await Trading.open(name, ['metal', 'stock'], note)
    for (const { type, value } of [account, phone]) await trading.know(trading.client, type, value)
    await trading.position(trading.client, { ...stock, quantity: figures['position of the stock'] })
    await tradeMetal()
    await tradeStock()
    await tradeInVain()
    plant()
    await waitUntilAllStand(topology)
    for (const { gateway } of topology.organisations)
      if (gateway !== undefined) await fetch(`http://${gateway.host}:${gateway.port}/v1/vouchers/${control}`)
    whileRunning = { ofPair: search(ofPair), ofNobody: search(ofNobody) }
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await restartGateway('supplier')
  })

  it('S2-014 finds the control marker with each member, in blocks, state, databases and logs, and what the pair has with both of it', () => {
    const found = new Set(search([{ name: 'control', value: control }]).map(({ file }) => placeOf(file)))
    const parts = ['blocks of peers', 'blocks of orderers', 'state of peers', 'databases of gateways', 'logs']
    expect([...found]).to.include.members(parts.flatMap((part) => members.map((member) => `${part} of ${member}`)))
    const here = whileRunning.ofPair.map(({ secret, file }) => `${secret} with ${placeOf(file)}`)
    for (const part of ['private data of peers', 'databases of gateways'])
      for (const member of pair)
        for (const { name: secret } of [{ name: 'product' }, ...digits(figures)])
          expect(here).to.include(`${secret} with ${part} of ${member}`)
  })

  it('S2-014 finds each secret where a careless write puts it, in each place of each member and in each form', () => {
    const secrets = [...ofPair, ...ofNobody]
    const scan = new SecretScan(secrets)
    const planted = join(folder, 'planted')
    const foundOf = (file: string, form: 'latin1' | 'base64url' | 'hex'): string[] => {
      copyFileSync(file, planted)
      const texts = secrets.map(({ value }) => Buffer.from(value as string).toString(form))
      appendFileSync(planted, `~${texts.join('~')}~`, 'latin1')
      return [...new Set(scan.findIn([planted]).map(({ secret }) => secret))]
    }
    const smallest = new Map<string, string>()
    for (const file of files().sort((one, other) => statSync(other).size - statSync(one).size))
      smallest.set(placeOf(file), file)
    expect([...smallest.keys()]).to.include.members(members.map((one) => `private data of peers of ${one}`))
    for (const [place, file] of smallest)
      for (const form of ['latin1', 'base64url', 'hex'] as const)
        expect(foundOf(file, form), place).to.have.members(secrets.map(({ name: secret }) => secret))
  })

  it('S2-003 S2-014 stands in the private rows of the two and nowhere else: no block, no log, no other member’s file, no write-ahead log', async () => {
    expect(salts.size).to.equal(19)
    expect(told(whileRunning.ofPair.filter(({ file }) => !mayHave(file)))).to.deep.equal([])
    // So that what the gateways still hold back, of databases and of logs, is on disk.
    for (const member of pair) await restartGateway(member)
    expect(told(search(ofPair).filter(({ file }) => !mayHave(file)))).to.deep.equal([])
  })

  it('S2-008 S2-015 leaves nothing of a trade that was never sent, nor the key of identities, in any file of anybody', () => {
    expect(told(whileRunning.ofNobody)).to.deep.equal([])
    expect(told(search(ofNobody))).to.deep.equal([])
  })

  it('S2-014 stands in the memory of no other member’s gateway, where a careless write is found', async function () {
    this.timeout(300_000)
    writeFileSync(`${heap}.careless`, careless)
    process.kill(findRunning(topology.dataFolder, 'gateway-supplier')?.pid as number, 'SIGUSR2')
    await until(
      async () => statSync(heap, { throwIfNoEntry: false }) !== undefined,
      (isThere) => isThere,
    )
    const secrets = [...ofPair, ...ofNobody]
    const found = await new SecretScan([
      ...secrets,
      { name: 'careless', value: careless },
      { name: 'control', value: control },
    ]).findInLarge(heap)
    expect(new Set(found.map(({ secret }) => secret))).to.deep.equal(new Set(['careless', 'control']))
  })
})
