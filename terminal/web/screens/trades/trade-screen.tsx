import { GatewayProblem } from '../../../sdk/errors.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { type ListedChain, type ListedHop, readChainPast, readHop } from '../../../sdk/trade-chain/records.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { StatusPill, titleOf } from '../../market/trades/chain-line.tsx'
import { ChainProof } from '../../market/trades/chain-proof.tsx'
import { useEachBlock } from '../../market/trades/member-chains.tsx'
import { familyWords, meaningWords, tradeWords } from '../../market/trades/words.ts'
import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { NoticeArea } from '../../pieces/notice-area.tsx'
import { Page, Section } from '../../pieces/page.tsx'
import { Alert, EmptyState, ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { mayWithdraw, stationsOf, toneOf } from '../../state/trades.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import type { Parameters } from '../screen.ts'
import { Progress } from './progress.tsx'
import { tradeFormWords } from './words.ts'

interface Seen {
  past: { at: string; value: ListedChain }[]
  hop: ListedHop | undefined
}

/** All that a trade was, for its parties; nothing of one that is not there, or somebody else's. */
const readSeen = async (terminal: Terminal, id: string): Promise<Seen> => {
  try {
    const past = await readChainPast(terminal, id)
    return { past, hop: past.length === 0 ? undefined : await readHop(terminal, id) }
  } catch (error) {
    if (error instanceof GatewayProblem && ['not_found', 'not_allowed'].includes(error.code)) {
      return { past: [], hop: undefined }
    }
    throw error
  }
}

const Withdraw = ({ chain }: { chain: string }) => {
  const instructing = useInstruction()
  return (
    <div>
      <ConfirmedButton
        action={say(tradeFormWords.withdraw)}
        title={say(tradeFormWords.withdrawTitle)}
        text={say(tradeFormWords.withdrawText)}
        instructing={instructing}
        onConfirm={() => instructing.send('chain.withdraw', { chain })}
      />
    </div>
  )
}

const Standing = ({ chain, past, isOwn }: { chain: ListedChain; past: Seen['past']; isOwn: boolean }) => {
  const tone = toneOf(chain.status)
  return (
    <Section title={say(tradeFormWords.progress)} aside={<StatusPill status={chain.status} />}>
      {isOwn && <Alert tone={tone ?? 'plain'}>{say(meaningWords[chain.status])}</Alert>}
      <Progress stations={stationsOf(past)} />
      {isOwn && mayWithdraw(chain.status) && <Withdraw chain={chain.chain} />}
    </Section>
  )
}

type Fact = readonly [name: string, words: string, value: string]

const legText = (leg: { voucher: string; quantity: string } | undefined): string =>
  leg === undefined
    ? say(tradeFormWords.heldNone)
    : `${formatQuantity(leg.quantity, unitOf(leg.voucher))} · ${leg.voucher}`

const factsOf = (chain: ListedChain, hop: ListedHop | undefined): Fact[] => {
  const cash = unitOf(chain.cash)
  return [
    ['institution', say(tradeWords.institution), nameOfOrganisation(chain.institution)],
    ['bank', say(tradeWords.bank), nameOfOrganisation(chain.bank)],
    ['client', say(tradeWords.client), chain.client],
    ['family', say(tradeWords.family), say(familyWords[chain.family])],
    ...(chain.cashMaximum === undefined
      ? []
      : [['most', say(tradeWords.most), formatQuantity(chain.cashMaximum, cash)] as const]),
    ...(hop?.amount === undefined
      ? []
      : [['amount', say(tradeFormWords.amount), formatQuantity(hop.amount, cash)] as const]),
    ['held', say(tradeFormWords.held), legText(chain.held)],
    ['sendBy', say(tradeFormWords.sendBy), formatMoment(chain.expiresAt)],
    ...(chain.answerBy === undefined
      ? []
      : [['answerBy', say(tradeFormWords.answerBy), formatMoment(chain.answerBy)] as const]),
    ['number', say(tradeFormWords.number), chain.chain],
  ]
}

const Facts = ({ chain, hop }: { chain: ListedChain; hop: ListedHop | undefined }) => (
  <Section title={say(tradeFormWords.about)}>
    <dl class="pairs">
      {factsOf(chain, hop).map(([name, words, value]) => (
        <div key={name} class="pair" data-fact={name}>
          <dt>{words}</dt>
          <dd class={name === 'number' ? 'code-value' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  </Section>
)

const Shown = ({ terminal, seen, chain }: { terminal: Terminal; seen: Seen; chain: ListedChain }) => (
  <>
    <Standing chain={chain} past={seen.past} isOwn={chain.client === terminal.participant} />
    <Facts chain={chain} hop={seen.hop} />
    <Section title={say(tradeWords.proof)}>
      <p class="note">{say(tradeWords.proofNote)}</p>
      <ChainProof terminal={terminal} of={chain} />
    </Section>
  </>
)

const Trade = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = useResource(`trade ${id}`, () => readSeen(terminal, id))
  useEachBlock(read)
  const seen = read.value
  const chain = seen?.past.at(-1)?.value
  const isClient = chain === undefined || chain.client === terminal.participant
  const back = (
    <a class="back" href={isClient ? '#/trades' : '#/institution'}>
      <Icon name="back" />
      {say(isClient ? shellWords.trades : shellWords.institutionDesk)}
    </a>
  )
  return (
    <Page title={chain === undefined ? say(shellWords.trades) : titleOf(chain)} back={back} isNarrow>
      <ReadingState of={read} lines={8} />
      {seen !== undefined && chain === undefined && (
        <EmptyState icon="search" title={say(tradeFormWords.missing)}>
          {say(tradeFormWords.missingText)}
        </EmptyState>
      )}
      {seen !== undefined && chain !== undefined && <Shown terminal={terminal} seen={seen} chain={chain} />}
      <NoticeArea only={({ kind }) => kind.startsWith('chain.')} />
    </Page>
  )
}

/** One trade: how far its three segments came, what waits for it, and its proof, for its client and for who answers it (S2-044). */
export const TradeScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Trade terminal={terminal} id={parameters['id'] ?? ''} />
}
