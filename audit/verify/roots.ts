import { X509Certificate } from 'node:crypto'
import { type Finding, fault } from '../findings.ts'
import type { Memberships } from './membership.ts'

/** The root certificates that an auditor trusts, by member: given apart from the blocks, which must not bring their own. */
export type Roots = ReadonlyMap<string, readonly X509Certificate[]>

const pemPattern = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

const certificatesIn = (member: string, pem: string): X509Certificate[] => {
  try {
    const all = (pem.match(pemPattern) ?? []).map((one) => new X509Certificate(one))
    if (all.length > 0) return all
  } catch {
    // Said below: the text holds what is no certificate.
  }
  throw fault('ROOTS_UNREADABLE', { key: member })
}

/** Reads the roots of each member, one or several certificates as PEM. Refuses, as a named finding, what holds none. */
export const readRoots = (pemByMember: Readonly<Record<string, string>>): Roots =>
  new Map(Object.entries(pemByMember).map(([member, pem]) => [member, certificatesIn(member, pem)]))

/** The fingerprint (SHA-256) of each root, with its member, in the order of the members' names. */
export const shownRoots = (roots: Roots): { mspId: string; fingerprint: string }[] =>
  [...roots]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([mspId, certificates]) =>
      certificates.map(({ fingerprint256 }) => ({ mspId, fingerprint: fingerprint256 })),
    )

/** What speaks against the members of a configuration: authorities that nobody gave. */
export const checkRoots = (memberships: Memberships, roots: Roots): Omit<Finding, 'block'>[] =>
  memberships.all.flatMap(({ mspId, roots: own }): Omit<Finding, 'block'>[] => {
    const given = roots.get(mspId)
    if (given === undefined) return [{ code: 'ROOT_NOT_GIVEN', key: mspId }]
    const strange = own.find((one) => !given.some((each) => each.raw.equals(one.raw)))
    if (strange === undefined) return []
    const expected = given.map(({ fingerprint256 }) => fingerprint256).join(' ')
    return [{ code: 'ROOT_DIFFERS', key: mspId, expected, found: strange.fingerprint256 }]
  })
