import { toShown, type Unit } from '../sdk/amount.ts'
import type { StatementEntry } from '../sdk/lists.ts'
import type { Vouchers } from './show.ts'
import { showColumns } from './show.ts'
import { showMoment } from './show-moment.ts'

/** A count of base units in the shown unit, with a sign where one is asked for: `+1.5 g`. Without a known unit it stays a count. */
const showCount = (count: string, unit: Unit | undefined, isSigned = false): string => {
  const isLess = count.startsWith('-')
  const digits = isLess ? count.slice(1) : count
  const sign = isLess ? '-' : isSigned ? '+' : ''
  const shown = unit === undefined ? undefined : toShown(digits, unit)
  return shown === undefined ? `${sign}${digits} base units` : `${sign}${shown} ${unit?.shownAs}`
}

const kindOf = ({ kind, isFee }: StatementEntry): string => (isFee ? `${kind} (fee)` : kind)

/** A statement in columns, newest first: time, kind, signed amount with its unit, the other side, the balance after. */
export const showStatement = (entries: readonly StatementEntry[], vouchers: Vouchers): string[] => {
  const head = ['time', 'kind', 'amount', 'counterparty', 'balance']
  const rows = entries.map((entry) => {
    const unit = vouchers.get(entry.voucher)?.unit
    const amount = `${showCount(entry.change, unit, true)} ${entry.voucher}`
    return [showMoment(entry.at), kindOf(entry), amount, entry.counterparty ?? '', showCount(entry.balance, unit)]
  })
  return rows.length === 0 ? ['nothing is listed'] : showColumns([head, ...rows])
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A statement as lines of CSV with a head, times in ISO 8601 and UTC, amounts as plain decimals beside their unit. */
export const statementCsv = (entries: readonly StatementEntry[], vouchers: Vouchers): string[] => {
  const head = [
    'time',
    'kind',
    'voucher',
    'amount',
    'unit',
    'balance',
    'counterparty',
    'order number',
    'reference',
    'position',
  ]
  const rows = entries.map((entry) => {
    const unit = vouchers.get(entry.voucher)?.unit
    const plain = (count: string): string => {
      const digits = count.replace('-', '')
      return `${count.startsWith('-') ? '-' : ''}${(unit && toShown(digits, unit)) ?? digits}`
    }
    return [
      ...[new Date(Number(entry.at)).toISOString(), kindOf(entry), entry.voucher, plain(entry.change)],
      ...[unit?.shownAs ?? 'base units', plain(entry.balance), entry.counterparty ?? ''],
      ...[entry.orderNumber ?? '', entry.reference ?? '', entry.position],
    ]
  })
  return [head, ...rows].map((row) => row.map(quoted).join(','))
}
