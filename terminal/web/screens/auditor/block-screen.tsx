import { type LedgerBlock, type LedgerTransaction, ledgerAnswers, ledgerPaths } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import type { Parameters } from '../screen.ts'
import { addresses } from './addresses.ts'
import { Shelf } from './frame.tsx'
import { Facts, TransactionLine, timeText } from './lines.tsx'
import { Paged } from './paged.tsx'
import { usePages } from './use-pages.ts'
import { auditorWords } from './words.ts'

const pageSize = '100'

const Steps = ({ number, height }: { number: string; height: string }) => {
  const [before, after] = [BigInt(number) - 1n, BigInt(number) + 1n]
  return (
    <nav class="steps" aria-label={say(auditorWords.blocks)}>
      {before >= 0n ? <a href={`#${addresses.block(`${before}`)}`}>{say(auditorWords.previousBlock)}</a> : <span />}
      {after < BigInt(height) && <a href={`#${addresses.block(`${after}`)}`}>{say(auditorWords.nextBlock)}</a>}
    </nav>
  )
}

const Head = ({ block, height }: { block: LedgerBlock; height: string }) => (
  <Section title={say(auditorWords.header)}>
    <Facts
      of={[
        [say(auditorWords.time), timeText(block.at)],
        [
          say(auditorWords.transactions),
          `${say(auditorWords.transactionCount)(block.transactions)} · ${say(auditorWords.invalidCount)(block.invalid)}`,
        ],
        [say(auditorWords.hash), <span class="code-value">{block.hash}</span>],
        [say(auditorWords.previousHash), <span class="code-value">{block.previousHash || '—'}</span>],
      ]}
    />
    <Steps number={block.number} height={height} />
  </Section>
)

const Block = ({ terminal, number }: { terminal: Terminal; number: string }) => {
  const head = useResource(`block ${number}`, () =>
    terminal.read(ledgerPaths.block(number, { limit: '1' }), ledgerAnswers.block),
  )
  const pages = usePages<LedgerTransaction>(`block ${number}`, (after) =>
    terminal.read(ledgerPaths.block(number, { limit: pageSize, after }), ledgerAnswers.block),
  )
  return (
    <Shelf title={say(auditorWords.block)(number)} height={pages.height}>
      <ReadingState of={head} lines={4} />
      {head.value && <Head block={head.value.block} height={head.value.height} />}
      {head.value && (
        <Section title={say(auditorWords.transactions)}>
          <Paged
            of={pages}
            empty={say(auditorWords.nothingFound)}
            show={(one) => <TransactionLine key={one.position} transaction={one} />}
          />
        </Section>
      )}
    </Shelf>
  )
}

/** A block with its hashes and its transactions, the invalid ones too, in their order. */
export const BlockScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  const { number = '' } = parameters
  return terminal === undefined ? null : <Block terminal={terminal} number={number} />
}
