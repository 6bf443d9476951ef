import { voucherFields } from '../../../chaincode/domains/vouchers/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { Device } from '../../support/devices.ts'

export const issueBody: Body<'voucher.issue'> = {
  voucher: 'GOLD-1G',
  name: 'Gold 9999',
  product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form: 'bar' },
  unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  functions: ['buy', 'transfer'],
  quantity: '5000000',
}

/** The issuer of the voucher that tests of the terminal read. */
export const mint = new Device('mint', ['issuer'])

/** The digest that a gateway gives with a row. */
export const digestOf = ({ supply: _counted, ...row }: { [member: string]: Json }): string => digest(canonical(row))

/** A voucher as an honest gateway publishes it, freshly issued by the mint. */
export const publishedVoucher = (body: Body<'voucher.issue'> = issueBody, device = mint) => {
  const text = device.sign(device.instruction('voucher.issue', body))
  const envelope = JSON.parse(text) as { instruction: { [member: string]: Json }; signature: string }
  const { quantity: supply, ...described } = body
  const row = {
    ...(described as unknown as { [member: string]: Json }),
    ...{ fields: [...(body.fields ?? voucherFields)], issuer: 'mint', home: 'InstitutionMSP', status: 'issued' },
    version: '1',
  }
  const issuedBy = {
    id: digest(canonical(envelope.instruction)),
    envelope,
    publicKey: device.publicKey,
    ledger: { block: '4', transaction: 'ab', position: '4.0.0', validation: 'VALID' },
  }
  return {
    voucher: { ...row, supply } as { [member: string]: Json },
    published: { by: 'BankMSP', issuedBy, digest: digestOf(row) },
    height: '9',
  }
}
