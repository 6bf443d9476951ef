import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const cipherName = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** Seals bytes under a key of 32 bytes for one name, so that they open with no other name. */
export const seal = (key: Uint8Array, name: string, bytes: Uint8Array): Uint8Array => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(name))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()])
}

/** Opens what `seal` made; throws for anything else. */
export const unseal = (key: Uint8Array, name: string, bytes: Uint8Array): Buffer => {
  const tag = bytes.subarray(bytes.length - tagBytes)
  const decipher = createDecipheriv(cipherName, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(name)).setAuthTag(tag)
  const opened = decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes))
  return Buffer.concat([opened, decipher.final()])
}
