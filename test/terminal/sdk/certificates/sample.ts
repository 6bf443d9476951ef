import { randomBytes } from 'node:crypto'
import { termsDigest } from '../../../../chaincode/domains/certificates/terms.ts'
import { makeDocument, type SealedBody, sealDocument } from '../../../../terminal/sdk/certificates/body.ts'
import { type Certified, priceTermsOf } from '../../../../terminal/sdk/certificates/goods.ts'
import type { CertificateRow } from '../../../../terminal/sdk/certificates/read-certificate.ts'
import type { DeviceSigner } from '../../../../terminal/sdk/device-signer.ts'
import { makeDeviceKey } from '../../../../terminal/sdk/node/key-file.ts'

const oneDay = 86_400_000

/** A moment at which the sample certificate is good, in milliseconds since 1970. */
export const now = 1_800_000_000_000

/** What a provider of noodles says; tests change what they are about. */
export const certifiedSample = (): Certified => ({
  goods: {
    provider: 'noodle-house',
    payee: 'noodle-house',
    item: 'NOODLES-1',
    title: 'Beef noodles 牛肉面',
    introduction: 'Made by hand.\nServed hot.',
    specification: [
      { name: 'Weight', value: '450 g' },
      { name: '辣度', value: '中辣' },
    ],
    links: [{ text: 'Our kitchen', address: 'https://noodles.example/kitchen' }],
    allows: ['order', 'pay'],
  },
  price: { cash: 'CNY-DEMO', price: '2800', salt: randomBytes(32).toString('base64url') },
  validFrom: now - oneDay,
  expiresAt: now + oneDay + 123,
})

export const certificateId = 'C'.repeat(43)

/** The row that a certificate would have, sealed so and signed by this device. */
export const rowOf = (certified: Certified, { digest }: { digest: string }, device: string): CertificateRow => ({
  certificate: certificateId,
  provider: certified.goods.provider,
  item: certified.goods.item,
  title: certified.goods.title,
  device,
  body: digest,
  terms: termsDigest(priceTermsOf(certified)),
  cash: certified.price.cash,
  allows: [...certified.goods.allows],
  expiresAt: BigInt(certified.expiresAt),
  status: 'active',
})

export interface Issued {
  certified: Certified
  signer: DeviceSigner
  document: string
  sealed: SealedBody
  row: CertificateRow
}

/** A whole certificate as its provider issues it. */
export const issueSample = async (certified: Certified = certifiedSample()): Promise<Issued> => {
  const signer = makeDeviceKey()
  const document = await makeDocument(certified, signer)
  const sealed = await sealDocument(document)
  return { certified, signer, document, sealed, row: rowOf(certified, sealed, signer.device) }
}
