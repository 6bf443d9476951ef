import { toBase64url } from '#platform'
import { termsDigest } from '../../../chaincode/domains/certificates/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import type { Result } from '../result.ts'
import type { Patience, Terminal } from '../terminal.ts'
import { makeDocument, sealDocument } from './body.ts'
import { type Certified, type Goods, priceTermsOf } from './goods.ts'
import { linkTo } from './link.ts'

/** What a provider says of its goods, and on what terms; `price` is base units of `cash` for one piece, `expiresAt` UTC milliseconds. */
export interface NewCertificate
  extends Omit<Goods, 'provider' | 'payee'>,
    Pick<Body<'certificate.issue'>, 'cash' | 'exclusive' | 'passable' | 'periods' | 'metal' | 'traits'> {
  price: string
  expiresAt: string
}

const saltBytes = 32

const certifiedOf = (wanted: NewCertificate, provider: string, now: number): Certified => {
  const { cash, price, expiresAt, exclusive: _e, passable: _p, periods: _t, metal: _m, traits: _r, ...goods } = wanted
  const salt = toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes)))
  return {
    goods: { ...goods, provider, payee: provider },
    price: { cash, price, salt },
    validFrom: now,
    expiresAt: Number(expiresAt),
  }
}

/** Where the encrypted body of a certificate is laid down. */
const bodyPath = (digest: string): string => `/v1/certificate-bodies/${digest}`

/**
 * Makes a certificate: signs what it says, encrypts that under a key of its own, lays the body down at the provider's gateway, and only
 * then has the ledger record it. `keep` gets the whole link before the instruction is sent: nobody but the provider has its key, and once
 * lost it opens nothing. `origin` is one of the provider's registered addresses.
 */
export const issueCertificate = async (
  terminal: Pick<Terminal, 'participant' | 'signer' | 'connection' | 'putBytes' | 'make' | 'send'>,
  wanted: NewCertificate,
  { origin, keep, patience }: { origin: string; keep: (link: string) => Promise<void>; patience?: Partial<Patience> },
): Promise<{ result: Result; certificate: string; link: string }> => {
  const certified = certifiedOf(wanted, terminal.participant, terminal.connection.now())
  const { bytes, digest, key } = await sealDocument(await makeDocument(certified, terminal.signer))
  await terminal.putBytes(bodyPath(digest), bytes)
  const { item, title, cash, allows, expiresAt, periods, exclusive, passable, metal, traits } = wanted
  const envelope = await terminal.make(
    'certificate.issue',
    {
      ...{ item, title, body: digest, terms: termsDigest(priceTermsOf(certified)), cash, allows, expiresAt },
      ...{ periods, exclusive, passable, ...(metal === undefined ? {} : { metal }) },
      ...(traits === undefined ? {} : { traits }),
    },
    patience,
  )
  const link = linkTo(origin, envelope.id, key)
  await keep(link)
  return { result: await terminal.send(envelope, patience), certificate: envelope.id, link }
}
