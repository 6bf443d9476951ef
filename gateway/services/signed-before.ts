import { type Envelope, readEnvelope } from '../../chaincode/envelope.ts'
import type { Body, Kind } from '../../chaincode/vocabulary.ts'
import type { Outbox } from '../outbox/outbox.ts'

/** An instruction that stands in the outbox, with what was said beside it to few. */
export interface SignedBefore {
  envelope: Envelope
  confidential?: string | undefined
}

/**
 * The instruction of this kind that an earlier run of this gateway signed with a device of its own and saw no outcome of; undefined where
 * there is none. Throws where what was kept is not what was signed, so that nothing is signed in its place.
 */
export const signedBefore = <K extends Kind>(
  { device, outbox }: { device: { device: string }; outbox: Pick<Outbox, 'all'> },
  kind: K,
  isIt: (body: Partial<Body<K>>) => boolean,
): SignedBefore | undefined => {
  for (const { id, device: by, envelope, confidential } of outbox.all()) {
    if (by !== device.device) continue
    const { instruction, signature, stamp: _stamp, ...read } = readEnvelope(envelope)
    if (read.id !== id) throw new Error(`the outbox holds something else under ${id}`)
    if (instruction.kind === kind && isIt(instruction.body as unknown as Partial<Body<K>>))
      return { envelope: { instruction, signature }, confidential }
  }
  return undefined
}
