import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { msp } from '@hyperledger/fabric-protos'
import { p256 } from '@noble/curves/nist.js'
import { type CallerCertificate, certificates } from '../certificates.ts'
import type { Caller } from '../endorsement.ts'

type Name =
  | 'peer'
  | 'orderer'
  | 'admin'
  | 'gateway'
  | 'auditor'
  | 'client'
  | 'otherPeer'
  | 'revokedPeer'
  | 'formerGateway'
  | 'impostorPeer'
  | 'impostorGateway'

type Kept = { [mspId: string]: { [name: string]: { certificate: string; key?: string } | undefined } | undefined }

/**
 * Certificates and keys of members, as openssl made them (`make.ts`). Of the bank there is more: a second peer, one that
 * `revocations` takes back, a gateway whose certificate ended on the first of December 2026, and others of an authority of the
 * same name that is none.
 */
const kept: Kept = JSON.parse(readFileSync(new URL('./identities.json', import.meta.url), 'utf8'))

const found = (mspId: string, name: string): { certificate: string; key?: string } => {
  const one = kept[mspId]?.[name]
  if (one === undefined) throw new Error(`${mspId} has no ${name}`)
  return one
}

const serialize = (mspId: string, certificate: string): Buffer => {
  const identity = new msp.SerializedIdentity()
  identity.setMspid(mspId)
  identity.setIdBytes(Buffer.from(certificate))
  return Buffer.from(identity.serializeBinary())
}

/** Somebody with a certificate and its key. */
export interface Identity {
  mspId: string
  certificate: string
  /** As it stands in what it signs. */
  serialized: Buffer
  /** Signs as Fabric takes it, always with the same signature over the same bytes. */
  sign(data: Uint8Array): Buffer
}

const signaturesAtMost = 20_000

/** Signatures by key and digest: a channel is signed again and again of which only a little was changed. */
const signatures = new Map<string, Buffer>()

const signatureBy = (secret: Buffer, data: Uint8Array): Buffer => {
  const digest = createHash('sha256').update(data).digest()
  const name = Buffer.concat([secret, digest]).toString('latin1')
  const known = signatures.get(name)
  if (known !== undefined) return known
  if (signatures.size >= signaturesAtMost) signatures.clear()
  const signature = Buffer.from(p256.sign(digest, secret, { format: 'der', lowS: true, prehash: false }))
  signatures.set(name, signature)
  return signature
}

const read = (mspId: string, name: string): Identity => {
  const { certificate, key = '' } = found(mspId, name)
  const secret = Buffer.from(key, 'hex')
  const sign = (data: Uint8Array): Buffer => signatureBy(secret, data)
  return { mspId, certificate, serialized: serialize(mspId, certificate), sign }
}

const identities = new Map<string, Identity>()

/** One of a member's identities. Throws where it has none of this name. */
export const identityOf = (mspId: string, name: Name): Identity => {
  const full = `${mspId} ${name}`
  const identity = identities.get(full) ?? read(mspId, name)
  identities.set(full, identity)
  return identity
}

/** The key of one of a member's identities, for who takes it as a whole. */
export const privateKeyOf = (mspId: string, name: Name): KeyObject => {
  const { certificate, key = '' } = found(mspId, name)
  const { x = '', y = '' } = new X509Certificate(certificate).publicKey.export({ format: 'jwk' })
  const d = Buffer.from(key, 'hex').toString('base64url')
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', x, y, d }, format: 'jwk' })
}

let bySerialized: Map<string, Identity> | undefined

/** Whose serialized bytes these are; undefined for a stranger's. */
export const identityIn = (serialized: Uint8Array): Identity | undefined => {
  bySerialized ??= new Map(
    Object.entries(kept).flatMap(([mspId, members = {}]) =>
      Object.entries(members)
        .filter(([, one]) => one?.key !== undefined)
        .map(([name]) => {
          const identity = identityOf(mspId, name as Name)
          return [identity.serialized.toString('hex'), identity] as const
        }),
    ),
  )
  return bySerialized.get(Buffer.from(serialized).toString('hex'))
}

/** The certificate of a member's authority, or of one that pretends to be it. */
export const rootOf = (mspId: string, name: 'root' | 'impostorRoot' = 'root'): string => found(mspId, name).certificate

/** The root certificates of all members, as an auditor is given them. */
export const rootsOfAll = (): Record<string, string> =>
  Object.fromEntries(Object.keys(kept).map((mspId) => [mspId, rootOf(mspId)]))

/** The list with which the bank's authority takes back `revokedPeer`. */
export const revocations = found('BankMSP', 'revocations').certificate

/** The serialized creator that a caller's transactions have: a member's own where there is one. */
export const creatorOf = ({ mspId, role, admin }: Caller): Uint8Array => {
  const name: CallerCertificate = admin === true ? 'admin' : (role ?? 'client')
  return kept[mspId]?.[name] === undefined ? serialize(mspId, certificates[name]) : identityOf(mspId, name).serialized
}
