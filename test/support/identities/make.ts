import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Makes identities.json anew with openssl: `node test/support/identities/make.ts`. All is of this test's own authorities, which
// nobody trusts; the times lie before and long after what the recorded channel and the market say.

const [begin, end, early] = ['20261101000000Z', '21261101000000Z', '20261201000000Z']

interface Wanted {
  unit: string
  role?: string
  until?: string
  issuer?: string
}

const roles: Record<string, Wanted> = {
  peer: { unit: 'peer' },
  orderer: { unit: 'orderer' },
  admin: { unit: 'admin' },
  gateway: { unit: 'gateway', role: 'gateway' },
}

const wanted: Record<string, Record<string, Wanted>> = {
  BankMSP: {
    ...roles,
    auditor: { unit: 'gateway', role: 'auditor' },
    client: { unit: 'gateway' },
    otherPeer: { unit: 'peer' },
    revokedPeer: { unit: 'peer' },
    formerGateway: { unit: 'gateway', role: 'gateway', until: early },
    impostorPeer: { unit: 'peer', issuer: 'impostorRoot' },
    impostorGateway: { unit: 'gateway', role: 'gateway', issuer: 'impostorRoot' },
  },
  InstitutionMSP: roles,
  SupplierMSP: roles,
  AuditorMSP: { admin: { unit: 'admin' }, auditor: { unit: 'auditor', role: 'auditor' } },
}

const folder = mkdtempSync(join(tmpdir(), 'assay-identities-'))
const file = (name: string): string => join(folder, name)

const openssl = (...words: string[]): void => {
  const { status, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${words.join(' ')}: ${stderr}`)
}

/** The role as Fabric's certificate authority writes it into a certificate. */
const attribute = (role: string): string =>
  Buffer.from(JSON.stringify({ attrs: { 'assay.role': role } })).toString('hex')

const settings = (role: string | undefined): string => `
[ca]
default_ca = own
[own]
database = ${file('index')}
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
default_crl_days = 36500
crlnumber = ${file('number')}
crl_extensions = list
[any]
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[list]
authorityKeyIdentifier = keyid
[member]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
${role === undefined ? '' : `1.2.3.4.5.6.7.8.1 = DER:${attribute(role)}`}
`

const textIn = (name: string): string => readFileSync(file(name), 'utf8')

const keyFor = (name: string): string => {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`)
  const { d = '' } = createPrivateKey(textIn(`${name}.key`)).export({ format: 'jwk' })
  return Buffer.from(d, 'base64url').toString('hex')
}

const pemIn = (name: string): string =>
  (/-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----\n/.exec(textIn(name)) ?? [''])[0]

const issue = (
  name: string,
  subject: string,
  by: { until: string; role?: string | undefined; issuer?: string; extensions: string },
): { certificate: string; key: string } => {
  writeFileSync(file('settings'), settings(by.role))
  const key = keyFor(name)
  openssl('req', '-new', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
  const issuer =
    by.issuer === undefined
      ? ['-selfsign', '-keyfile', `${name}.key`]
      : ['-cert', `${by.issuer}.pem`, '-keyfile', `${by.issuer}.key`]
  const times = ['-startdate', begin, '-enddate', by.until, '-extensions', by.extensions]
  const paths = ['-in', `${name}.csr`, '-out', `${name}.pem`]
  openssl('ca', '-batch', '-config', 'settings', '-notext', ...issuer, ...times, ...paths)
  return { certificate: pemIn(`${name}.pem`), key }
}

const revocationsOf = (root: string, revoked: string): string => {
  const by = ['-config', 'settings', '-cert', `${root}.pem`, '-keyfile', `${root}.key`]
  openssl('ca', ...by, '-revoke', `${revoked}.pem`)
  writeFileSync(file('number'), '01\n')
  openssl('ca', ...by, '-gencrl', '-out', 'revocations.pem')
  return textIn('revocations.pem')
}

const all: Record<string, Record<string, { certificate: string; key?: string }>> = {}
for (const [mspId, members] of Object.entries(wanted)) {
  writeFileSync(file('index'), '')
  const own: Record<string, { certificate: string; key?: string }> = {}
  const roots = mspId === 'BankMSP' ? ['root', 'impostorRoot'] : ['root']
  const organisation = `/O=${mspId.replace('MSP', '')}`
  for (const root of roots) own[root] = issue(root, `${organisation}/CN=root`, { until: end, extensions: 'root' })
  for (const [name, { unit, role, until = end, issuer = 'root' }] of Object.entries(members)) {
    own[name] = issue(name, `${organisation}/OU=${unit}/CN=${name}`, { until, role, issuer, extensions: 'member' })
  }
  if (mspId === 'BankMSP') own['revocations'] = { certificate: revocationsOf('root', 'revokedPeer') }
  all[mspId] = own
}
rmSync(folder, { recursive: true, force: true })
writeFileSync(new URL('./identities.json', import.meta.url), `${JSON.stringify(all, undefined, 2)}\n`)
