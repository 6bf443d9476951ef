import { randomBytes } from 'node:crypto'
import type { PublicKey } from '../../chaincode/wire/device.ts'
import { isSignedBy } from '../../chaincode/wire/signature.ts'

const challengeMilliseconds = 60_000
const challengesMaximum = 10_000

/** Whose device says that it is there. */
export interface Claim {
  participant: string
  device: string
}

/** What a signed challenge is for; one that was signed for another purpose is worth nothing. */
type Purpose = 'session' | 'login' | 'authorisation'

/** The text that a device signs; it can be no instruction, and is good at one gateway and for one purpose only. */
export const challengeText = (request: {
  ledger: string
  mspId: string
  challenge: string
  purpose?: Purpose
}): string => `assay-${request.purpose ?? 'session'}\n${request.ledger}\n${request.mspId}\n${request.challenge}`

/** Challenges that were given out and not answered yet; known only in memory. */
export class Challenges {
  readonly #place: { ledger: string; mspId: string }
  readonly #open = new Map<string, Claim & { expiresAt: number }>()

  constructor({ ledger, mspId }: { ledger: string; mspId: string }) {
    this.#place = { ledger, mspId }
  }

  /** A challenge for one device, good once and for a minute. Says nothing of whether the device is known. */
  issue({ participant, device }: Claim): { challenge: string; expiresAt: string } {
    const now = Date.now()
    for (const [known, { expiresAt }] of this.#open) {
      if (expiresAt > now && this.#open.size < challengesMaximum) break
      this.#open.delete(known)
    }
    const challenge = randomBytes(24).toString('base64url')
    const expiresAt = now + challengeMilliseconds
    this.#open.set(challenge, { participant, device, expiresAt })
    return { challenge, expiresAt: String(expiresAt) }
  }

  /** True when this device was asked and its key signed the challenge for this purpose; never a second time. */
  isAnswered(
    answer: Claim & { challenge: string; signature: string; purpose: Purpose; publicKey: PublicKey | undefined },
  ): boolean {
    const { participant, device, challenge, signature, purpose, publicKey } = answer
    const asked = this.#open.get(challenge)
    this.#open.delete(challenge)
    const isAsked = asked?.participant === participant && asked.device === device && asked.expiresAt > Date.now()
    return (
      isAsked &&
      publicKey !== undefined &&
      isSignedBy(publicKey, challengeText({ ...this.#place, challenge, purpose }), signature)
    )
  }
}
