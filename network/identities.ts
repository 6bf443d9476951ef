import { createPrivateKey, X509Certificate } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Identity, identitiesOf, readSecrets, tlsNameOf } from './authorities.ts'
import { runCommand } from './command.ts'
import { writeDurably } from './durable.ts'
import { identityFiles, membershipFolder, rootCertificateFile } from './folders.ts'
import type { Programs } from './programs.ts'
import { renderMembership } from './render-authority.ts'
import type { Organisation, Topology } from './topology.ts'

type Work = { programs: Programs; signal?: AbortSignal | undefined }
/** A certificate that is due: whose it is, and the name and secret with which the CA gives it. */
type Enrolment = { identity: Identity; name: string; secret: string; profile: 'identity' | 'tls' }

const renewalDays = 30

/** The certificate in a file, if it is that of the key; throws, naming both and what to do, when the two do not belong together. */
const readPair = (certificateFile: string, keyFile: string): X509Certificate => {
  try {
    const certificate = new X509Certificate(readFileSync(certificateFile))
    if (certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))) return certificate
  } catch {
    // One of the two is missing or damaged, which the message says; what the files hold is for nobody to read.
  }
  throw new Error(
    `${certificateFile} and ${keyFile} are no certificate and its key: bring them back from a copy, ` +
      'or delete both, and the next start has the certificate authority issue new ones',
  )
}

// A certificate about to expire counts as missing, so that every start renews what is due.
const isCurrent = (certificateFile: string, keyFile: string): boolean => {
  if (!existsSync(certificateFile) && !existsSync(keyFile)) return false
  const { validTo } = readPair(certificateFile, keyFile)
  return Date.parse(validTo) > Date.now() + renewalDays * 24 * 3600 * 1000
}

const moveOnlyFile = (folder: string, target: string): void => {
  const [name] = readdirSync(folder)
  if (name === undefined) throw new Error(`the enrolment left nothing in ${folder}`)
  writeDurably(target, readFileSync(join(folder, name)))
}

/** Fills an MSP folder with the organisation's root certificate and the rule that reads roles from certificates. */
const writeMembership = (topology: Topology, organisation: Organisation, folder: string): void => {
  for (const kind of ['cacerts', 'tlscacerts']) {
    mkdirSync(join(folder, kind), { recursive: true, mode: 0o700 })
    copyFileSync(rootCertificateFile(topology, organisation.name), join(folder, kind, 'ca.pem'))
  }
  writeDurably(join(folder, 'config.yaml'), renderMembership(organisation))
}

const enrol = async (topology: Topology, organisation: Organisation, enrolment: Enrolment, work: Work) => {
  const { identity, name, secret, profile } = enrolment
  const files = identityFiles(topology, organisation.name, identity.name)
  const { host, port } = organisation.authority
  // Not in the machine's folder for temporary files: a crash here would leave a key lying there.
  mkdirSync(join(topology.dataFolder, 'identities'), { recursive: true, mode: 0o700 })
  const home = mkdtempSync(join(topology.dataFolder, 'identities', '.enrolment-'))
  const hosts = [...new Set([host, 'localhost', '127.0.0.1'])].join(',')
  const tls = ['--enrollment.profile', 'tls', '--csr.hosts', hosts]
  const parameters = ['enroll', '--home', home, '--mspdir', join(home, 'msp'), '--loglevel', 'warning']
  parameters.push('--tls.certfiles', rootCertificateFile(topology, organisation.name))
  // Otherwise every certificate would name this machine, and the CA program's home country.
  parameters.push('--myhost', host, '--csr.names', `O=${organisation.title}`)
  try {
    await runCommand(work.programs.authorityClient, [...parameters, ...(profile === 'tls' ? tls : [])], {
      // The secret travels in the environment: a command line can be read by every user of the machine.
      environment: { FABRIC_CA_CLIENT_URL: `https://${name}:${secret}@${host}:${port}` },
      signal: work.signal,
    })
    const isTls = profile === 'tls'
    moveOnlyFile(join(home, 'msp', 'keystore'), isTls ? files.tlsKeyFile : files.keyFile)
    moveOnlyFile(join(home, 'msp', 'signcerts'), isTls ? files.tlsCertificateFile : files.certificateFile)
    if (!isTls) writeMembership(topology, organisation, files.mspFolder)
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const missingEnrolments = (topology: Topology, organisation: Organisation): Enrolment[] => {
  const secrets = readSecrets(topology, organisation)
  const due = (identity: Identity, profile: Enrolment['profile']): Enrolment => {
    const name = profile === 'tls' ? tlsNameOf(identity) : identity.name
    return { identity, name, secret: secrets.get(name) ?? '', profile }
  }
  return identitiesOf(organisation).flatMap((identity) => {
    const files = identityFiles(topology, organisation.name, identity.name)
    const wanted: Enrolment[] = []
    if (identity.certificates !== 'tls' && !isCurrent(files.certificateFile, files.keyFile)) {
      wanted.push(due(identity, 'identity'))
    }
    if (identity.certificates !== 'identity' && !isCurrent(files.tlsCertificateFile, files.tlsKeyFile)) {
      wanted.push(due(identity, 'tls'))
    }
    return wanted
  })
}

/**
 * Enrols an organisation's identities with its running CA and lays out their MSP and TLS folders.
 * What is enrolled already and valid for another thirty days is kept. Answers how many certificates were issued.
 */
export const enrolIdentities = async (topology: Topology, organisation: Organisation, work: Work): Promise<number> => {
  writeMembership(topology, organisation, membershipFolder(topology, organisation.name))
  const missing = missingEnrolments(topology, organisation)
  for (const enrolment of missing) await enrol(topology, organisation, enrolment, work)
  return missing.length
}
