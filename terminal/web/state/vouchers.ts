import { signal } from '@preact/signals'
import type { Unit } from '../../sdk/amount.ts'
import type { VoucherAnswer } from '../../sdk/answers.ts'
import { readVoucher } from '../../sdk/read-voucher.ts'
import { findReading, keepReading } from './readings.ts'
import { connection } from './session.ts'

export type PublishedVoucher = VoucherAnswer['voucher']

const known = signal<ReadonlyMap<string, PublishedVoucher>>(new Map())
const asked = new Set<string>()

/** Takes note of a voucher that was read and checked. */
export const noteVoucher = (voucher: PublishedVoucher): void => {
  const before = known.value.get(voucher.voucher)
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(voucher)) return
  known.value = new Map([...known.value, [voucher.voucher, voucher]])
  keepReading(readingOf(voucher.voucher), voucher).catch((error: unknown) => console.warn(error))
}

const readingOf = (code: string): string => `published ${code}`

/** What was read before stands in while the gateway cannot be reached. */
const recall = async (code: string): Promise<void> => {
  const kept = await findReading<PublishedVoucher>(readingOf(code))
  if (kept !== undefined && !known.value.has(code)) known.value = new Map([...known.value, [code, kept.value]])
}

const fetchOnce = (code: string): void => {
  if (asked.has(code)) return
  asked.add(code)
  readVoucher(connection, code).then(
    ({ voucher }) => noteVoucher(voucher),
    () => {
      recall(code).catch((error: unknown) => console.warn(error))
      // Shown as a bare count meanwhile, where nothing is known of it; asked for again later.
      setTimeout(() => asked.delete(code), 5_000)
    },
  )
}

/** A voucher as it was last read; asks for one that is not known yet, and whoever shows it shows it again then. */
export const voucherOf = (code: string | undefined): PublishedVoucher | undefined => {
  if (code === undefined) return undefined
  const voucher = known.value.get(code)
  if (voucher === undefined) fetchOnce(code)
  return voucher
}

/** The unit of a voucher; undefined while it is not known. */
export const unitOf = (code: string | undefined): Unit | undefined => voucherOf(code)?.unit

/** The unit of the cash in which a voucher is traded. */
export const cashUnitOf = (code: string | undefined): Unit | undefined => unitOf(voucherOf(code)?.trade?.cash)
