import { expect } from 'chai'
import { hops } from '../../chaincode/domains/trade-chain/tables.ts'
import { asWritten } from '../../chaincode/wire/table.ts'
import { journalOn } from '../../institution/journal.ts'
import { Reception } from '../../institution/reception.ts'
import { understand } from '../../terminal/sdk/answers.ts'
import { GatewayProblem } from '../../terminal/sdk/errors.ts'
import { type Chaining, type Opened, onChains } from '../support/chaining.ts'
import { Desk } from './support/desk.ts'

/** What comes in at the institution of a desk, whose gateway knows what stands on the ledger. */
class Coming {
  readonly desk: Desk
  readonly reception: Reception
  readonly heard: { chain: string; path: string }[] = []
  /** How often a chain is asked for before the gateway knows it. */
  late = 0
  slept = 0
  now = 7

  constructor(on: Chaining) {
    this.desk = new Desk(on)
    const { terminal } = this.desk
    const journal = journalOn(this.desk.database)
    this.reception = new Reception({
      ...{ journal, now: () => this.now, banks: undefined },
      terminal: { ...terminal, read: (path, shape) => this.#read(path, shape as never) as never },
      sleep: async () => {
        this.slept += 1
      },
      onReceived: (one) => this.heard.push(one),
    })
  }

  async #read(path: string, shape: never): Promise<unknown> {
    const key = decodeURIComponent(path.split('/')[3] ?? '')
    const row = this.late > 0 ? undefined : this.desk.on.scene.ledger.row(key)
    this.late -= 1
    if (row === undefined) throw new GatewayProblem({ status: 404, code: 'not_found', title: 'none' })
    const value = asWritten(hops.shape).parse(JSON.parse(JSON.stringify(row)))
    return understand(shape, { items: [{ value }] })
  }

  textOf({ chain }: Opened): string {
    return JSON.stringify(this.desk.fileOf(chain))
  }

  sendOf(opened: Opened): string {
    return this.desk.on.hop(opened)?.send as string
  }

  async bring(opened: Opened, change: { path?: string; bank?: string; send?: string; text?: string } = {}) {
    const { status, code } = await this.reception.receive({
      ...{ path: 'east', bank: 'BankMSP', send: this.sendOf(opened), text: this.textOf(opened), ...change },
    })
    return code === undefined ? `${status}` : `${status} ${code}`
  }

  receipts(of: Opened): string[] {
    return journalOn(this.desk.database)
      .receipts(of.chain)
      .map(({ path, at }) => `${path} ${at}`)
  }

  round(): Promise<void> {
    return this.desk.round({ delivered: (chain) => this.reception.take(chain) })
  }
}

const on = (play: (coming: Coming) => Promise<void>) => onChains((chaining) => play(new Coming(chaining)))

describe('what banks bring to an institution', () => {
  it(
    'S2-027 is noted with its path each time it comes, and handled once, without asking for its file',
    on(async (coming) => {
      const { desk } = coming
      const sent = await desk.sent()
      expect(await coming.bring(sent)).equal('200')
      coming.now = 8
      expect(await coming.bring(sent, { path: 'west' })).equal('200')
      expect(coming.receipts(sent)).deep.equal(['east 7', 'west 8'])
      expect(coming.heard.map(({ path }) => path)).deep.equal(['east', 'west'])
      desk.forge = () => {
        throw new Error('the file is asked for')
      }
      await coming.round()
      expect([desk.status(sent), desk.trades().length]).deep.equal(['acknowledged', 1])
      // What comes again behind its answer is noted, and nothing more.
      desk.forge = (file) => ({ ...file, segments: file.segments.slice(0, 2), signers: file.signers.slice(0, 2) })
      expect(await coming.bring(sent)).equal('200')
      await coming.round()
      expect([desk.status(sent), desk.trades().length, desk.posted.length]).deep.equal(['acknowledged', 1, 1])
    }),
  )

  it(
    'S2-027 is found at the gateway by a program that was started anew since it came, and executed once',
    on(async (coming) => {
      const sent = await coming.desk.sent()
      expect(await coming.bring(sent)).equal('200')
      coming.desk.scripts.push('lost behind')
      await coming.round()
      expect(coming.desk.status(sent)).equal('answering')
      await coming.desk.round()
      expect([coming.desk.status(sent), coming.desk.trades().length]).deep.equal(['acknowledged', 1])
    }),
  )

  it(
    'S2-027 counts only as it stands on the ledger: of its own bank, under its own message, once the gateway knows it',
    on(async (coming) => {
      const sent = await coming.desk.sent()
      const other = await coming.desk.sent()
      expect(await coming.bring(sent, { bank: 'OtherBankMSP' })).equal('403 another_bank')
      expect(await coming.bring(sent, { send: coming.sendOf(other) })).equal('422 another_message')
      coming.late = 10
      expect(await coming.bring(sent)).equal('503 not_on_the_ledger')
      expect(coming.slept).equal(9)
      coming.late = 2
      expect(await coming.bring(sent)).equal('200')
      expect(coming.receipts(sent)).length(1)
      expect(coming.receipts(other)).deep.equal([])
    }),
  )

  it(
    'S2-027 is refused where it is garbage, or not what its parties signed, and nothing of it is noted',
    on(async (coming) => {
      const sent = await coming.desk.sent()
      expect(await coming.bring(sent, { text: 'garbage' })).equal('422 file_malformed')
      expect(await coming.bring(sent, { text: '{}' })).equal('422 file_malformed')
      coming.desk.forge = (file) => {
        const [first, second] = file.segments as unknown as [never, { confidential: string }]
        return { ...file, segments: [first, { ...second, confidential: '{}' }] } as never
      }
      expect(await coming.bring(sent)).equal('422 confidential_differs')
      coming.desk.forge = (file) => ({
        ...file,
        segments: file.segments.slice(0, 1),
        signers: file.signers.slice(0, 1),
      })
      expect(await coming.bring(sent)).equal('422 segment_missing')
      expect(coming.receipts(sent)).deep.equal([])
      expect(coming.heard).deep.equal([])
    }),
  )

  it(
    'S2-027 keeps the last receipts of a chain that comes again and again, and no more',
    on(async (coming) => {
      const sent = await coming.desk.sent()
      for (coming.now = 1; coming.now <= 34; coming.now += 1) expect(await coming.bring(sent)).equal('200')
      expect(coming.receipts(sent)).length(32)
      expect(coming.receipts(sent)[0]).equal('east 3')
    }),
  )
})
