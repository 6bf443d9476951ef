import { ledgerAnswers, ledgerPaths } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { addresses } from './addresses.ts'
import { DateField } from './date-field.tsx'
import { Shelf } from './frame.tsx'
import { TransactionLine } from './lines.tsx'
import { Paged } from './paged.tsx'
import { anyTransaction, type TransactionFilter, transactionQuery } from './search.ts'
import { useFilter } from './use-filter.ts'
import { usePages } from './use-pages.ts'
import { auditorWords, validationWords } from './words.ts'

interface Filtering {
  filter: TransactionFilter
  onChange: (part: Partial<TransactionFilter>) => void
  onSearch: () => void
  isPending: boolean
}

const Filters = ({ filter, onChange, onSearch, isPending }: Filtering) => {
  const any = ['', say(auditorWords.any)] as const
  const submit = (event: Event) => {
    event.preventDefault()
    onSearch()
  }
  return (
    <form class="stack" onSubmit={submit} noValidate aria-label={say(auditorWords.search)}>
      <div class="shelf-filters">
        <SelectField
          label={say(auditorWords.validation)}
          value={filter.validity}
          options={[any, ['valid', say(auditorWords.valid)], ['invalid', say(auditorWords.invalid)]]}
          onValue={(validity) => onChange({ validity })}
        />
        <SelectField
          label={say(auditorWords.code)}
          value={filter.code}
          options={[any, ...Object.keys(validationWords).map((code) => [code, code] as const)]}
          onValue={(code) => onChange({ code })}
        />
        <TextField
          label={say(auditorWords.member)}
          hint={say(auditorWords.memberHint)}
          autocomplete="off"
          spellcheck={false}
          maxLength={31}
          value={filter.organisation}
          onValue={(organisation) => onChange({ organisation })}
        />
        <DateField label={say(auditorWords.from)} value={filter.from} onValue={(from) => onChange({ from })} />
        <DateField label={say(auditorWords.to)} value={filter.to} onValue={(to) => onChange({ to })} />
      </div>
      <div class="button-row">
        <Button type="submit" tone="primary" isPending={isPending}>
          {say(isPending ? auditorWords.searching : auditorWords.search)}
        </Button>
      </div>
    </form>
  )
}

const Transactions = ({ terminal }: { terminal: Terminal }) => {
  const { typed, asked, change, ask } = useFilter(addresses.transactions, anyTransaction)
  const query = transactionQuery(asked)
  const pages = usePages(`transactions ${JSON.stringify(query)}`, (after) =>
    terminal.read(ledgerPaths.transactions({ ...query, limit: '25', after }), ledgerAnswers.transactions),
  )
  return (
    <Shelf title={say(auditorWords.transactions)} height={pages.height}>
      <Section title={say(auditorWords.search)}>
        <Filters filter={typed} onChange={change} onSearch={ask} isPending={pages.isPending} />
      </Section>
      <Section title={say(auditorWords.transactions)}>
        <Paged
          of={pages}
          empty={say(auditorWords.nothingFound)}
          isSearch
          show={(one) => <TransactionLine key={one.position} transaction={one} />}
        />
      </Section>
    </Shelf>
  )
}

/** Transactions by validity, Fabric's code, member and time. */
export const TransactionsScreen = () => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Transactions terminal={terminal} />
}
