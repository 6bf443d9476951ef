import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { identitiesOf } from './authorities.ts'
import { certificatesIn } from './channel-settings.ts'
import { firstBlockFile, identityFiles, rootCertificateFile } from './folders.ts'
import type { Topology } from './topology.ts'

/** A certificate and when it ends, in UTC milliseconds; undefined where what stands there is no certificate. */
export type CertificateEnd = { certificate: string; endsAt: number | undefined }

const soonDays = 30
const dayMilliseconds = 24 * 3600 * 1000

const endOf = (pem: string | Uint8Array): number | undefined => {
  try {
    return Date.parse(new X509Certificate(pem).validTo)
  } catch {
    return undefined
  }
}

const ofFile = (file: string): CertificateEnd[] =>
  existsSync(file) ? [{ certificate: file, endsAt: endOf(readFileSync(file)) }] : []

/** When the certificates of a network end: those in its files, and those that the channel's first configuration holds. */
export const certificateEnds = (topology: Topology): CertificateEnd[] => {
  const files = topology.organisations.flatMap((one) => [
    rootCertificateFile(topology, one.name),
    ...identitiesOf(one).flatMap(({ name }) => {
      const { certificateFile, tlsCertificateFile } = identityFiles(topology, one.name, name)
      return [certificateFile, tlsCertificateFile]
    }),
  ])
  const block = firstBlockFile(topology)
  const inChannel = existsSync(block) ? certificatesIn(readFileSync(block)) : []
  return [
    ...files.flatMap(ofFile),
    ...inChannel.map(({ name, pem }) => ({ certificate: `the channel’s ${name}`, endsAt: endOf(pem) })),
  ]
}

/** What of the certificates somebody must look after: those that are none, have ended, or end within thirty days. */
export const endingCertificates = (ends: readonly CertificateEnd[], now = Date.now()): string[] =>
  ends.flatMap(({ certificate, endsAt }) => {
    if (endsAt === undefined) return [`${certificate} holds no certificate`]
    const days = Math.floor((endsAt - now) / dayMilliseconds)
    if (days >= soonDays) return []
    return [days < 0 ? `${certificate} ended ${-days} days ago` : `${certificate} ends in ${days} days`]
  })

/** The days until the first of them ends; undefined without any. */
export const daysLeft = (ends: readonly CertificateEnd[], now = Date.now()): number | undefined => {
  const known = ends.flatMap(({ endsAt }) => endsAt ?? [])
  return known.length === 0 ? undefined : Math.floor((Math.min(...known) - now) / dayMilliseconds)
}
