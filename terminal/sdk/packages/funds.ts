import { z } from 'zod'
import { readBounded } from '../../../chaincode/wire/bounded-json.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { instructionIdName, participantId, voucherCode } from '../../../chaincode/wire/identifiers.ts'
import { TerminalFault } from '../errors.ts'

/** Funds that are delivered as data: the name of an offer on the ledger, in which what is offered is reserved already. It is no value itself. */
const funds = z.strictObject({
  format: z.literal('assay-funds-1'),
  offer: instructionIdName,
  sender: participantId,
  voucher: voucherCode,
})

/** What names an offer to whoever receives it; the body of `transfer.accept`, whose rule alone decides (S3-060). */
export type Funds = Omit<z.infer<typeof funds>, 'format'>

/** The one text of funds data. */
export const writeFunds = (made: Funds): string => canonical({ format: 'assay-funds-1', ...made })

/** Reads funds data; refuses `content_unfit` for anything that is not exactly in its form. */
export const readFunds = (text: string): Funds => {
  const read = readBounded(text, funds)
  if (read === undefined) {
    throw new TerminalFault('content_unfit', {
      problem: 'this is no data about funds as this version reads them',
      next: 'Nothing moved. Ask who sent it.',
    })
  }
  const { format: _format, ...named } = read
  return named
}
