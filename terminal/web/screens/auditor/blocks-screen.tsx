import { type LedgerBlock, ledgerAnswers, ledgerPaths } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Section } from '../../pieces/page.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { addresses } from './addresses.ts'
import { Shelf } from './frame.tsx'
import { timeText } from './lines.tsx'
import { Paged } from './paged.tsx'
import { usePages } from './use-pages.ts'
import { auditorWords } from './words.ts'

const BlockLine = ({ block: { number, at, transactions, invalid, hash } }: { block: LedgerBlock }) => (
  <li>
    <a class="row" href={`#${addresses.block(number)}`}>
      <span class="row-main">
        <span class="row-title">{say(auditorWords.block)(number)}</span>
        <span class="row-note">{timeText(at)}</span>
        <span class="row-note code-value" title={hash}>
          {hash.slice(0, 16)}…
        </span>
      </span>
      <span class="row-end">
        <span>{say(auditorWords.transactionCount)(transactions)}</span>
        {invalid > 0 && (
          <span class="pill" data-tone="bad">
            <Icon name="cross" />
            {say(auditorWords.invalidCount)(invalid)}
          </span>
        )}
      </span>
      <Icon name="chevron" />
    </a>
  </li>
)

const Blocks = ({ terminal }: { terminal: Terminal }) => {
  const pages = usePages('blocks', (after) =>
    terminal.read(ledgerPaths.blocks({ limit: '25', after }), ledgerAnswers.blocks),
  )
  return (
    <Shelf title={say(auditorWords.blocks)} lead={say(auditorWords.blocksLead)} height={pages.height}>
      <Section title={say(auditorWords.blocks)}>
        <Paged
          of={pages}
          empty={say(auditorWords.nothingFound)}
          show={(block) => <BlockLine key={block.number} block={block} />}
        />
      </Section>
    </Shelf>
  )
}

/** Every block, newest first, with how many of its transactions are invalid. */
export const BlocksScreen = () => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Blocks terminal={terminal} />
}
