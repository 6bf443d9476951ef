import { toBase64url } from '#platform'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { sealedBytesMaximum } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { type HandedKey, handedKey, sealCertificateKey } from '../certificates/handover.ts'
import { TerminalFault } from '../errors.ts'
import { sealedPath } from '../sealing/seal-for.ts'
import { open, seal } from '../sealing/sealed-document.ts'
import type { DemandKeys } from '../stores.ts'
import type { Terminal } from '../terminal.ts'
import type { Listed } from './records.ts'

const aliasBytes = 32

/** What is wanted, and of whom; the name and the key of the demand are drawn for it. */
export type WantedDemand = Omit<Body<'demand.open'>, 'demand' | 'publicKey'>

/**
 * The body of a demand under a fresh alias of 32 random bytes, with a key pair made for it alone, whose private half is kept on this device
 * before anything is sent (decision 0044). So neither name nor key leads whoever is asked to who asks.
 */
export const openDemand = async (wanted: WantedDemand, keys: DemandKeys): Promise<Body<'demand.open'>> => {
  const demand = toBase64url(crypto.getRandomValues(new Uint8Array(aliasBytes)))
  const { publicKey } = await keys.make(demand)
  return { ...wanted, demand, publicKey }
}

/** What a holder was asked, as far as it needs for sealing. */
type Asked = Pick<Listed<'requests'>, 'demand' | 'publicKey'>

/**
 * Seals the key to a certificate's body to a demand, lays it down at the holder's gateway, and gives its digest, which goes into the
 * answer: who asks opens it before it accepts, and nobody else can.
 */
export const sealOffer = async (
  terminal: Pick<Terminal, 'putBytes'>,
  { demand, publicKey }: Asked,
  { certificate, key }: { certificate: string; key: string },
): Promise<string> => {
  // The demand stands where others name a device: its key is of no device.
  const recipients = [{ device: demand, publicKey }]
  const { bytes, digest } = await seal(handedKey.parse({ key }), { recipients, context: { demand, certificate } })
  await terminal.putBytes(sealedPath(digest), bytes)
  return digest
}

/** What was offered to a demand, as far as it is opened by. */
export type Offer = Pick<Listed<'demand-answers'>, 'demand' | 'holder' | 'certificate' | 'sealedKey'>

/**
 * The key to the body of what a holder offers, opened on the device that opened the demand, before anything is accepted (S1-020). Refuses
 * `demand_key_missing` on any other device, `no_key_handed_over` where the offer has none, and as `open` does (S1-068).
 */
export const openOffer = async (
  terminal: Pick<Terminal, 'readBytes'>,
  { demand, holder, certificate, sealedKey }: Offer,
  keys: DemandKeys,
): Promise<string> => {
  if (certificate === undefined || sealedKey === undefined) {
    throw new TerminalFault('no_key_handed_over', {
      problem: `${holder} offers it without the key to its body`,
      next: 'Ask for another offer, or read it after you accepted.',
    })
  }
  const key = await keys.find(demand)
  if (key === undefined) {
    throw new TerminalFault('demand_key_missing', {
      problem: 'this device did not open the demand, and has no key for what is offered',
      next: 'Use the device that opened it.',
    })
  }
  const bytes = await terminal.readBytes(`${sealedPath(sealedKey)}?demand=${demand}`, sealedBytesMaximum)
  const read: HandedKey = await open(bytes, {
    ...{ digest: sealedKey, key, context: { demand, certificate }, shape: handedKey },
  })
  return read.key
}

/**
 * The body with which an offer is accepted. The key, where the offer has one, is sealed anew to all of the requester's own devices: so
 * each of them opens what it then has. Refuses as `openOffer` does, and `no_seal_key` where none of them could.
 */
export const acceptOffer = async (
  terminal: Pick<Terminal, 'participant' | 'connection' | 'readBytes' | 'putBytes'>,
  offer: Offer,
  keys: DemandKeys,
): Promise<Body<'demand.accept'>> => {
  const { demand, holder, certificate, sealedKey } = offer
  if (certificate === undefined || sealedKey === undefined) return { demand, holder }
  const key = await openOffer(terminal, offer, keys)
  const own = await sealCertificateKey(terminal, { certificate, to: terminal.participant, key })
  return { demand, holder, sealedKey: own }
}
