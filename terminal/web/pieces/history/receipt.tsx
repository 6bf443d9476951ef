import { useState } from 'preact/hooks'
import type { StatementEntry } from '../../../sdk/lists.ts'
import { historyWords } from '../../dictionary/history.ts'
import { shellWords } from '../../dictionary/shell.ts'
import type { HistoryRow } from '../../state/history.ts'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatMoment, formatQuantity } from '../../words/format.ts'
import { formatChange, nameOfCounterparty, nameOfEntry } from '../../words/history-names.ts'
import { acceptedText } from '../../words/kind-names.ts'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { ResultCard } from '../result-card.tsx'
import { SignedDetails } from '../signed-details.tsx'
import { Alert } from '../states.tsx'
import { Change } from './history-row.tsx'

type Fact = readonly [name: string, value: string]

const idOf = ({ record, instruction, position }: StatementEntry): string => record ?? instruction ?? position

const shortened = (id: string): string => (id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id)

const optional = (name: string, value: string | undefined): Fact[] => (value === undefined ? [] : [[name, value]])

/** What a receipt says of what one instruction moved, line by line. */
const factsOf = (entries: readonly [StatementEntry, ...StatementEntry[]]): Fact[] => {
  const [first, ...others] = entries
  return [
    [say(historyWords.time), formatMoment(first.at)],
    ...optional(say(historyWords.counterparty), nameOfCounterparty(first)),
    ...others.map((entry): Fact => [say(entry.isFee ? historyWords.fee : historyWords.amount), formatChange(entry)]),
    [say(historyWords.balanceAfter), formatQuantity(first.balance, unitOf(first.voucher))],
    [say(historyWords.status), acceptedText(first.kind, first.voucher)],
    ...optional(say(historyWords.orderNumber), first.orderNumber),
    ...optional(say(historyWords.reference), first.reference),
    [say(historyWords.position), first.position],
  ]
}

const textOf = (title: string, entries: readonly [StatementEntry, ...StatementEntry[]]): string =>
  [
    `${title} ${formatChange(entries[0])}`,
    ...factsOf(entries).map(([name, value]) => `${name}: ${value}`),
    `${say(historyWords.id)}: ${idOf(entries[0])}`,
    say(historyWords.receiptNote),
  ].join('\n')

const CopiedId = ({ id }: { id: string }) => {
  const [isCopied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard?.writeText(id).then(() => setCopied(true))
  return (
    <div class="receipt-id">
      <span>{say(historyWords.id)}</span>
      <span class="code-value" title={id}>
        {shortened(id)}
      </span>
      <Button tone="quiet" onClick={copy}>
        {say(historyWords.copy)}
      </Button>
      <span role="status">{isCopied && say(historyWords.copied)}</span>
    </div>
  )
}

/** Hands a text to the device's own way of sharing, else copies it; a sharing that somebody breaks off is none. */
const shareText = async (title: string, text: string): Promise<'shared' | 'copied'> => {
  if (navigator.share === undefined) {
    await navigator.clipboard.writeText(text)
    return 'copied'
  }
  await navigator.share({ title, text }).catch((error: unknown) => {
    if ((error as { name?: string }).name !== 'AbortError') throw error
  })
  return 'shared'
}

const Actions = ({ title, text }: { title: string; text: string }) => {
  const [told, setTold] = useState<'shared' | 'copied' | 'failed'>()
  const share = () => void shareText(title, text).then(setTold, () => setTold('failed'))
  return (
    <div class="not-printed stack">
      <div class="button-row">
        <Button tone="primary" onClick={share}>
          {say(historyWords.share)}
        </Button>
        <Button onClick={() => window.print()}>{say(historyWords.print)}</Button>
      </div>
      <span role="status" class="note">
        {told === 'copied' && say(historyWords.copied)}
      </span>
      {told === 'failed' && <Alert tone="bad">{say(historyWords.shareFailed)}</Alert>}
    </div>
  )
}

const MovedReceipt = ({ entries }: { entries: readonly [StatementEntry, ...StatementEntry[]] }) => {
  const [first] = entries
  const title = nameOfEntry(first)
  return (
    <div class="receipt stack" data-printed>
      <p class="receipt-head">
        <span>{title}</span>
        <Change entry={first} />
      </p>
      <dl class="pairs">
        {factsOf(entries).map(([name, value]) => (
          <div key={name} class="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CopiedId id={idOf(first)} />
      <p class="note">{say(historyWords.receiptNote)}</p>
      <div class="not-printed">
        <SignedDetails of={({ id }) => entries.some(({ instruction }) => instruction === id)} />
      </div>
      <Actions title={title} text={textOf(title, entries)} />
    </div>
  )
}

/** The receipt of a line of a history: what the ledger says of it; for an own instruction that moved nothing, what became of it. */
export const Receipt = ({ row, onClose }: { row: HistoryRow; onClose: () => void }) => (
  <Dialog title={say(historyWords.receipt)} onClose={onClose}>
    {row.entries === undefined ? <ResultCard kept={row.kept} /> : <MovedReceipt entries={row.entries} />}
    <div class="not-printed">
      <Button onClick={onClose}>{say(shellWords.close)}</Button>
    </div>
  </Dialog>
)
