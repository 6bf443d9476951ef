import { useState } from 'preact/hooks'
import { kindGroups, kindNames, refusals } from '../../../../chaincode/vocabulary.ts'
import { ledgerAnswers, ledgerPaths } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { ownTerminal } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { nameOfKind } from '../../words/kind-names.ts'
import { addresses } from './addresses.ts'
import { DateField } from './date-field.tsx'
import { Shelf } from './frame.tsx'
import { InstructionLine } from './lines.tsx'
import { Paged } from './paged.tsx'
import { anyInstruction, type InstructionFilter, instructionQuery, quantityOf } from './search.ts'
import { useFilter } from './use-filter.ts'
import { usePages } from './use-pages.ts'
import { auditorWords } from './words.ts'

interface Filtering {
  filter: InstructionFilter
  onChange: (part: Partial<InstructionFilter>) => void
}

type Option = readonly [string, string]

/** Domains first, each of which stands for all its kinds, and then the kinds. */
const kindOptions = (): Option[] => [
  ['', say(auditorWords.any)],
  ...Object.keys(kindGroups).map((name): Option => [name, `${name}.*`]),
  ...kindNames.map((name): Option => [name, `${nameOfKind(name, undefined)} (${name})`]),
]

const refusalOptions = (): Option[] => [
  ['', say(auditorWords.any)],
  ...Object.keys(refusals)
    .sort()
    .map((code): Option => [code, code]),
]

const outcomeOptions = (): Option[] => [
  ['', say(auditorWords.any)],
  ['accepted', say(auditorWords.accepted)],
  ['refused', say(auditorWords.refused)],
]

const SaidFilters = ({ filter, onChange }: Filtering) => (
  <>
    <TextField
      label={say(auditorWords.participant)}
      hint={say(auditorWords.participantHint)}
      autocapitalize="none"
      autocomplete="off"
      spellcheck={false}
      maxLength={40}
      value={filter.participant}
      onValue={(participant) => onChange({ participant })}
    />
    <SelectField
      label={say(auditorWords.kind)}
      value={filter.kind}
      options={kindOptions()}
      onValue={(kind) => onChange({ kind })}
    />
    <SelectField
      label={say(auditorWords.outcome)}
      value={filter.status}
      options={outcomeOptions()}
      onValue={(status) => onChange({ status })}
    />
    <SelectField
      label={say(auditorWords.refusal)}
      value={filter.code}
      options={refusalOptions()}
      onValue={(code) => onChange({ code })}
    />
  </>
)

const AmountFilters = ({ filter, onChange }: Filtering) => {
  const unit = unitOf(voucherIn(filter))
  const wrong = (typed: string) => (quantityOf(typed, unit) === 'wrong' ? say(auditorWords.quantityWrong) : undefined)
  const shared = { inputMode: 'decimal', autocomplete: 'off', maxLength: 40, affix: unit?.shownAs } as const
  return (
    <>
      <TextField
        label={say(auditorWords.voucher)}
        autocomplete="off"
        spellcheck={false}
        maxLength={32}
        value={filter.voucher}
        onValue={(voucher) => onChange({ voucher: voucher.toUpperCase() })}
      />
      <TextField
        {...shared}
        label={say(auditorWords.least)}
        hint={say(auditorWords.quantityHint)}
        value={filter.least}
        onValue={(least) => onChange({ least })}
        wrong={wrong(filter.least)}
      />
      <TextField
        {...shared}
        label={say(auditorWords.most)}
        value={filter.most}
        onValue={(most) => onChange({ most })}
        wrong={wrong(filter.most)}
      />
      <DateField label={say(auditorWords.from)} value={filter.from} onValue={(from) => onChange({ from })} />
      <DateField label={say(auditorWords.to)} value={filter.to} onValue={(to) => onChange({ to })} />
    </>
  )
}

/** The voucher that is named, where that can be one. */
const voucherIn = ({ voucher }: InstructionFilter): string | undefined =>
  /^[A-Z][A-Z0-9-]{1,30}[A-Z0-9]$/.test(voucher) ? voucher : undefined

const boundsOf = (filter: InstructionFilter) => {
  const unit = unitOf(voucherIn(filter))
  const [least, most] = [filter.least, filter.most].map((typed) => quantityOf(typed, unit))
  const isWrong = least === 'wrong' || most === 'wrong'
  return { isWrong, ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) }
}

const isMoreAsked = ({ voucher, least, most, from, to }: InstructionFilter): boolean =>
  [voucher, least, most, from, to].some((text) => text !== '')

const Instructions = ({ terminal }: { terminal: Terminal }) => {
  const { typed, asked, change, ask } = useFilter(addresses.instructions, anyInstruction)
  // On a phone what was found would stand far below.
  const [isMoreOpen] = useState(() => isMoreAsked(asked) || matchMedia('(width >= 40rem)').matches)
  const { isWrong: _isWrong, ...bounds } = boundsOf(asked)
  const query = instructionQuery(asked, bounds)
  const pages = usePages(`instructions ${JSON.stringify(query)}`, (after) =>
    terminal.read(ledgerPaths.instructions({ ...query, limit: '25', after }), ledgerAnswers.instructions),
  )
  const submit = (event: Event) => {
    event.preventDefault()
    if (!boundsOf(typed).isWrong) ask()
  }
  return (
    <Shelf title={say(auditorWords.instructions)} height={pages.height}>
      <Section title={say(auditorWords.search)}>
        <form class="stack" onSubmit={submit} noValidate aria-label={say(auditorWords.search)}>
          <div class="shelf-filters">
            <SaidFilters filter={typed} onChange={change} />
          </div>
          <details open={isMoreOpen}>
            <summary>{say(auditorWords.more)}</summary>
            <div class="shelf-filters">
              <AmountFilters filter={typed} onChange={change} />
            </div>
          </details>
          <div class="button-row">
            <Button type="submit" tone="primary" isPending={pages.isPending}>
              {say(pages.isPending ? auditorWords.searching : auditorWords.search)}
            </Button>
          </div>
        </form>
      </Section>
      <Section title={say(auditorWords.instructions)}>
        <Paged
          of={pages}
          empty={say(auditorWords.nothingFound)}
          isSearch
          show={(one) => <InstructionLine key={one.id} instruction={one} />}
        />
      </Section>
    </Shelf>
  )
}

/** Instructions by participant, kind, outcome, refusal, voucher, quantity and time. */
export const InstructionsScreen = () => {
  const terminal = ownTerminal.value
  return terminal === undefined ? null : <Instructions terminal={terminal} />
}
