import {
  liveCodes,
  type Merchant,
  merchantRegistrations,
  merchants,
  payments,
  promptRules,
} from '../../../chaincode/domains/payments/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import type { Book } from './book.ts'
import { type Page, plain, reasons, refused } from './ruling.ts'
import { againstReceiver } from './vouchers.ts'

const tenMinutes = 600_000n
/** The day by which approvals without a prompt are counted. */
export const oneDay = 86_400_000n
const codesMost = 5

/** By which registration a merchant claims at the banks of a home; where none is named, at those of its own (decision 0043). */
export const registrationOf = (book: Book, merchant: string, home: string | undefined): Merchant | undefined => {
  const own = book.find(merchants, merchant)
  if (home === undefined || own?.home === home) return own
  return book.find(merchantRegistrations, merchant, home)
}

/** A registration stands under the merchant where it is of the bank's home, and else under both. */
const register = (book: Book, merchant: Merchant): void => {
  const isOfHome = book.find(participants, merchant.merchant)?.home === merchant.home
  book.put(isOfHome ? merchants : merchantRegistrations, merchant)
}

const registerMerchant: Page<'merchant.register'> = ({ book, body, from, sender }) => {
  const { anyHome, maximum, ...terms } = body
  const before = registrationOf(book, body.merchant, anyHome === undefined ? undefined : sender.home)
  const home = book.find(participants, body.merchant)?.home
  const against = reasons({
    not_registrar_of_home: anyHome === undefined && home !== undefined && home !== sender.home,
    not_a_party: before?.status === 'open' && before.bank !== from,
  })
  return plain([...againstReceiver(book, body.merchant), ...against], () => {
    register(book, { ...terms, maximum: BigInt(maximum), bank: from, home: sender.home, status: 'open' })
    return { merchant: body.merchant, bank: from, status: 'open' }
  })
}

const closeMerchant: Page<'merchant.close'> = ({ book, body, from, sender }) => {
  const merchant = registrationOf(book, body.merchant, body.anyHome === undefined ? undefined : sender.home)
  if (merchant?.status !== 'open') return refused('merchant_not_registered')
  return plain(reasons({ not_a_party: merchant.bank !== from }), () => {
    register(book, { ...merchant, status: 'closed' })
    return { merchant: body.merchant, status: 'closed' }
  })
}

/** A code, and a question to its payer, live for ten minutes at most. */
export const againstLife = (deadline: bigint, now: bigint): RefusalCode[] =>
  reasons({ deadline_in_past: now > deadline, code_life_too_long: deadline - now > tenMinutes })

const requestCode: Page<'payment-code.request'> = ({ book, from, device, sender, now, stamp }) => {
  const [payment, codeExpiresAt] = [String(stamp['payment']), BigInt(String(stamp['codeExpiresAt']))]
  const taken = reasons({ payment_code_taken: book.find(payments, payment) !== undefined })
  return plain([...taken, ...againstLife(codeExpiresAt, now)], () => {
    const { home } = sender
    const older = stamp['keepsOlder'] === true ? (book.find(liveCodes, from, device)?.payments ?? []) : []
    book.put(liveCodes, { payer: from, device, home, payments: [...older, payment].slice(-codesMost) })
    book.put(payments, { payment, home, payer: from, payerHome: home, device, status: 'issued', codeExpiresAt })
    return { payment, codeExpiresAt: `${codeExpiresAt}` }
  })
}

const cancelCode: Page<'payment-code.cancel'> = ({ book, body, from }) => {
  const payment = book.find(payments, body.payment)
  if (payment === undefined) return refused('unknown_payment')
  const against = reasons({ not_a_party: payment.payer !== from, payment_state_forbids: payment.status !== 'issued' })
  return plain(against, () => {
    book.put(payments, { ...payment, status: 'cancelled' })
    return { payment: body.payment, status: 'cancelled' }
  })
}

/** Setting a rule anew gives back nothing that was used today. */
const setPromptRule: Page<'payment.set-prompt-rule'> = ({ book, body, from, sender, now }) =>
  plain([], () => {
    const { voucher, maximum, perDay } = body
    const before = book.find(promptRules, from, voucher)
    const day = now / oneDay
    const used = before?.day === day ? before.used : 0
    book.put(promptRules, { payer: from, voucher, home: sender.home, maximum: BigInt(maximum), perDay, day, used })
    return { voucher, maximum, perDay: `${perDay}` }
  })

/** The pages about what comes before payments: merchants, codes, and the payer's own rule. */
export const payingPages = {
  'merchant.register': registerMerchant,
  'merchant.close': closeMerchant,
  'payment-code.request': requestCode,
  'payment-code.cancel': cancelCode,
  'payment.set-prompt-rule': setPromptRule,
}
