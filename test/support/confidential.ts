import { createHash, randomBytes } from 'node:crypto'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { Json } from '../../chaincode/wire/canonical.ts'
import { confidentialText, digestOfConfidential } from '../../chaincode/wire/confidential.ts'
import { digest, signingText } from '../../chaincode/wire/signature.ts'
import { transientNames } from '../../chaincode/wire/transient.ts'

/** A confidential body with a salt of its own, as a terminal makes one: its text, and the digest that is signed. */
export const confidentialBody = (body: { [name: string]: Json }) => {
  const text = confidentialText({ ...body, salt: randomBytes(16).toString('base64url') })
  return { text, digest: digestOfConfidential(text) }
}

/** What goes beside a transaction with these envelopes and their confidential bodies; undefined bodies are left out. */
export const sentBeside = (sent: readonly (readonly [envelope: string, text: string | undefined])[]) => ({
  [transientNames.salt]: randomBytes(32),
  ...Object.fromEntries(
    sent.flatMap(([envelope, text]) => {
      const id = digest(signingText(knownEnvelope(envelope).instruction))
      return text === undefined ? [] : [[`${transientNames.confidential}${id}`, Buffer.from(text)]]
    }),
  ),
})

/** The hash by which a block names a private row's key, or its value. */
export const digestOfHex = (text: string): string => createHash('sha256').update(text).digest('hex')
