import { type Envelope, readEnvelope } from '../../chaincode/envelope.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import type { Outbox } from '../outbox/outbox.ts'

/** An instruction that stands in the outbox, with what was said beside it to few. */
export interface SignedBefore {
  envelope: Envelope
  confidential?: string | undefined
}

interface Signing {
  device: { device: string }
  outbox: Pick<Outbox, 'all'>
}

const readKept = ({ id, envelope }: { id: string; envelope: string }) => {
  const read = readEnvelope(envelope)
  if (read.id !== id) throw new Error(`the outbox holds something else under ${id}`)
  return read
}

/**
 * The instruction of this kind that an earlier run of this gateway signed with a device of its own and saw no outcome of; undefined where
 * there is none. Throws where what was kept is not what was signed, so that nothing is signed in its place.
 */
export const signedBefore = <K extends Kind>(
  { device, outbox }: Signing,
  kind: K,
  isIt: (body: Partial<Body<K>>) => boolean,
): SignedBefore | undefined => {
  for (const pending of outbox.all()) {
    if (pending.device !== device.device) continue
    const { instruction, signature } = readKept(pending)
    if (instruction.kind === kind && isIt(instruction.body as unknown as Partial<Body<K>>))
      return { envelope: { instruction, signature }, confidential: pending.confidential }
  }
  return undefined
}

/** The chains about which a device of this gateway signed an instruction of this kind that has no outcome yet; what cannot be read counts for none. */
export const chainsSigned = ({ device, outbox }: Signing, kind: Kind): Set<string> => {
  const chains = outbox.all().flatMap((pending) => {
    if (pending.device !== device.device) return []
    try {
      const { instruction } = readKept(pending)
      return instruction.kind === kind ? [(instruction.body as unknown as { chain: string }).chain] : []
    } catch {
      return []
    }
  })
  return new Set(chains)
}
