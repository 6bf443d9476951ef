import type { ComponentChildren } from 'preact'
import type { LedgerInstruction, LedgerTransaction } from '../../../sdk/ledger-blocks.ts'
import { Icon } from '../../pieces/icon.tsx'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatListed, formatMoment, formatQuantity } from '../../words/format.ts'
import { nameOfKind } from '../../words/kind-names.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { addresses } from './addresses.ts'
import { auditorWords } from './words.ts'

/** A time of the ledger; nothing was said where it is the beginning of all time. */
export const timeText = (at: string): string => (at === '0' ? '—' : formatMoment(at))

const shownText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The quantity that an instruction names, in the unit of its voucher. */
export const quantityText = ({ body }: LedgerInstruction): string | undefined => {
  const quantity = shownText(body['quantity'])
  if (quantity === undefined || !/^[0-9]{1,40}$/.test(quantity)) return quantity
  return formatQuantity(quantity, unitOf(shownText(body['voucher'])))
}

export const voucherCodeOf = ({ body }: LedgerInstruction): string | undefined => shownText(body['voucher'])

/** Accepted or refused, in a word and a drawing. */
export const OutcomePill = ({ of: { status } }: { of: Pick<LedgerInstruction, 'status'> }) => (
  <span class="pill" data-tone={status === 'accepted' ? 'good' : 'bad'}>
    <Icon name={status === 'accepted' ? 'check' : 'cross'} />
    {say(status === 'accepted' ? auditorWords.accepted : auditorWords.refused)}
  </span>
)

/** Valid or invalid, in a word and a drawing. */
export const ValidationPill = ({ of: { validation } }: { of: Pick<LedgerTransaction, 'validation'> }) => {
  const isValid = validation === 'VALID'
  return (
    <span class="pill" data-tone={isValid ? 'good' : 'bad'}>
      <Icon name={isValid ? 'check' : 'cross'} />
      {say(isValid ? auditorWords.valid : auditorWords.invalid)}
    </span>
  )
}

/** What a transaction called; a configuration calls nothing. */
export const callText = ({ call, chaincode, validation }: LedgerTransaction): string => {
  if (call !== '') return chaincode === '' || call.includes(':') ? call : `${chaincode} ${call}`
  if (chaincode !== '') return chaincode
  return say(validation === 'VALID' ? auditorWords.configuration : auditorWords.unknownCall)
}

const Line = ({
  href,
  title,
  notes,
  children,
}: {
  href: string
  title: ComponentChildren
  notes: readonly ComponentChildren[]
  children: ComponentChildren
}) => (
  <li>
    <a class="row" href={href}>
      <span class="row-main">
        <span class="row-title">{title}</span>
        {notes.map((note, place) => (
          <span key={place} class="row-note">
            {note}
          </span>
        ))}
      </span>
      <span class="row-end">{children}</span>
      <Icon name="chevron" />
    </a>
  </li>
)

/** A line of a list of instructions, which opens the instruction. */
export const InstructionLine = ({ instruction }: { instruction: LedgerInstruction }) => {
  const { id, kind, from, at, ledger, code } = instruction
  const to = shownText(instruction.body['to'])
  const quantity = quantityText(instruction)
  return (
    <Line
      href={`#${addresses.instruction(id)}`}
      title={nameOfKind(kind, voucherCodeOf(instruction))}
      notes={[
        to === undefined ? from : `${from} → ${to}`,
        ...(code === undefined ? [] : [<span class="code-value">{code}</span>]),
        `${formatListed(at)} · #${ledger.position}`,
      ]}
    >
      {quantity !== undefined && <strong>{quantity}</strong>}
      <OutcomePill of={instruction} />
    </Line>
  )
}

/** A line of a list of transactions, which opens the transaction. */
export const TransactionLine = ({ transaction }: { transaction: LedgerTransaction }) => {
  const { position, at, organisation, instructions, validation } = transaction
  const who = organisation === '' ? '—' : nameOfOrganisation(organisation)
  return (
    <Line
      href={`#${addresses.transaction(position)}`}
      title={callText(transaction)}
      notes={[
        `${who} · ${say(auditorWords.instructionCount)(instructions)}`,
        ...(validation === 'VALID' ? [] : [<span class="code-value">{validation}</span>]),
        `${timeText(at)} · #${position}`,
      ]}
    >
      <ValidationPill of={transaction} />
    </Line>
  )
}

/** Names and what stands under them. */
export const Facts = ({ of }: { of: readonly (readonly [name: string, value: ComponentChildren])[] }) => (
  <dl class="facts">
    {of.map(([name, value]) => (
      <>
        <dt key={`${name} name`}>{name}</dt>
        <dd key={name}>{value}</dd>
      </>
    ))}
  </dl>
)

/** A value as it stands on the ledger, member by member. */
export const WholeText = ({ value, label }: { value: unknown; label: string }) => (
  // biome-ignore lint/a11y/useSemanticElements: a group of no form
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <pre class="shelf-text" role="group" tabIndex={0} aria-label={label}>
    {JSON.stringify(value, null, 2)}
  </pre>
)

/** A way to the history of a record. */
export const RecordLink = ({ of }: { of: string }) => (
  <a class="code-value" href={`#${addresses.record(of)}`}>
    {of}
  </a>
)
