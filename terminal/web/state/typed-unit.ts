import { voucherCode } from '../../../chaincode/wire/identifiers.ts'
import type { Unit } from '../../sdk/amount.ts'
import { unitOf } from './vouchers.ts'

/** The unit of a voucher whose code somebody types; undefined for what is no code, or is not known yet. */
export const unitOfTyped = (typed: string): Unit | undefined => unitOf(voucherCode.safeParse(typed).data)
