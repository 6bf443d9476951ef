import { transientNames } from '../../chaincode/wire/transient.ts'
import { type Block, InMemoryLedger, type Proposal } from '../support/ledger.ts'
import { fingerprint } from '../support/read-write-set.ts'
import { type Chain, digestsOf, keepChains, keepDigests, readChains, replay, type Sent, shownBy } from './chains.ts'

// Loaded before the tests of the rules by `npm run golden -- --record`: each ledger that they make is a chain.

/** Set by `npm run golden -- --add`. */
const isAdding = process.env['ASSAY_GOLDEN_ADD'] === '1'

const ledgers = new Set<InMemoryLedger>()
interface Recorded {
  chain: Chain
  ledger: InMemoryLedger
  shown: string[]
  bytes: number
}
const recorded: Recorded[] = []

const commit = InMemoryLedger.prototype.commit
InMemoryLedger.prototype.commit = function (...proposals): Block {
  ledgers.add(this)
  return commit.apply(this, proposals)
}

/** What is confidential of what came along: rows that a gateway presumes decide nothing. */
const besideOf = (transient: Proposal['transient'] = {}): Pick<Sent, 'beside'> => {
  const { row } = transientNames
  const kept = Object.entries(transient).filter(([name]) => !name.startsWith(row))
  return kept.length === 0
    ? {}
    : { beside: Object.fromEntries(kept.map(([name, one]) => [name, one.toString('base64')])) }
}

const chainOf = (title: string, { channel, blocks, planted }: InMemoryLedger): Chain => ({
  title,
  channel,
  ...(planted.length === 0 ? {} : { planted }),
  blocks: blocks.map(({ transactions }) =>
    transactions.map(({ proposal: { caller, transaction, args, timestamp, txId, organisations, transient } }) => ({
      ...{ caller, transaction, args, timestamp: timestamp.toString(), txId, organisations },
      ...besideOf(transient),
    })),
  ),
})

/** Whether today's code makes the very same of the chain, so that nothing outside it decided. */
const isWhole = async (chain: Chain, { blocks }: InMemoryLedger): Promise<boolean> => {
  const own = blocks.flatMap(({ transactions }) => transactions.map(({ proposal }) => fingerprint(proposal)))
  const again = await replay(chain).then(
    (proposals) => proposals.map(fingerprint),
    () => [],
  )
  return own.join() === again.join()
}

/** The size of the smallest chain that shows it, for each thing shown. */
const smallest = new Map<string, number>()
const longest = 80

const keep = (title: string, ledger: InMemoryLedger): void => {
  if (ledger.blocks.length > longest) return
  const shown = new Set(
    ledger.blocks.flatMap(({ transactions }) => transactions.flatMap(({ proposal }) => shownBy(proposal))),
  )
  const chain = chainOf(title, ledger)
  const bytes = JSON.stringify(chain).length
  const isBetter = (what: string) => bytes < (smallest.get(what) ?? Number.POSITIVE_INFINITY)
  if (![...shown].some(isBetter)) return
  for (const what of shown) if (isBetter(what)) smallest.set(what, bytes)
  recorded.push({ chain, ledger, shown: [...shown], bytes })
}

/** As few bytes of chains as show everything, taken greedily: the most that is new for its size comes first. */
const choose = async (): Promise<Chain[]> => {
  // What is added goes behind the chains that are kept, which go on to show what was decided before.
  const chosen = isAdding ? readChains() : []
  const seen = new Set(isAdding ? Object.keys(await digestsOf(chosen)) : [])
  const left = new Set(recorded)
  const worthOf = ({ shown, bytes }: Recorded) => shown.filter((what) => !seen.has(what)).length / bytes
  for (;;) {
    const [best] = [...left].sort((one, other) => worthOf(other) - worthOf(one))
    if (best === undefined || worthOf(best) === 0) return chosen
    left.delete(best)
    if (!(await isWhole(best.chain, best.ledger))) continue
    for (const what of best.shown) seen.add(what)
    chosen.push(best.chain)
  }
}

export const mochaHooks = {
  afterEach(this: Mocha.Context): void {
    const title = this.currentTest?.fullTitle() ?? ''
    for (const ledger of ledgers) keep(title, ledger)
    ledgers.clear()
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    // Every chain is decided again, which takes as long as it takes.
    this.timeout(0)
    const chains = await choose()
    keepChains(chains)
    keepDigests(await digestsOf(chains))
    console.log(`${chains.length} chains of ${recorded.length} are kept`)
  },
}
