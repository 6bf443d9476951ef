import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** Where the server of an institution takes a chain; the id of its `chain.send` stands behind it. */
export const deliveryPath = '/v1/deliveries/'
/** Where it answers probes; how many bytes are wanted stands behind it. */
export const probePath = '/v1/probe/'
/** The most bytes that a probe may ask for. */
export const probeBytesMaximum = 65_536

/** The SHA-256 of a public key in DER, in base64url: by it the two ends of a path know each other (decision 0052). */
export const pinOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url')

/** The pin of a private key in PEM, as the other end sees it. */
export const pinOfKey = (pem: string): string => pinOf(createPublicKey(pem))

/** A new private key for one end of a path, in PEM. */
export const newPathKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string

const bytesOf = (count: number): number[] => (count === 0 ? [] : [...bytesOf(count >> 8), count & 0xff])

const lengthOf = (count: number): number[] => {
  const bytes = bytesOf(count)
  return count < 128 ? [count] : [0x80 | bytes.length, ...bytes]
}

/** One value of ASN.1 in DER. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}

const [integer, bits, identifier, text, time, sequence, set] = [0x02, 0x03, 0x06, 0x0c, 0x18, 0x30, 0x31]
const ecdsaWithSha256 = Buffer.from('2a8648ce3d040302', 'hex')
const commonName = Buffer.from('550403', 'hex')

/**
 * A certificate that a P-256 key signs for itself, in PEM. It vouches for nobody: whoever is shown it looks at the key alone, so that it needs
 * no authority, no name and no end.
 */
export const selfSigned = (pem: string): string => {
  const key = createPrivateKey(pem)
  const algorithm = der(sequence, der(identifier, ecdsaWithSha256))
  const name = der(sequence, der(set, der(sequence, der(identifier, commonName), der(text, Buffer.from('assay path')))))
  const validity = der(sequence, der(time, Buffer.from('20200101000000Z')), der(time, Buffer.from('99991231235959Z')))
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const said = der(sequence, der(integer, Buffer.from([1])), algorithm, name, validity, name, publicKey)
  const signed = der(sequence, said, algorithm, der(bits, Buffer.from([0]), sign('sha256', said, key)))
  const lines = signed.toString('base64').match(/.{1,64}/g) as string[]
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
