import type { PackageContents } from '../../../../chaincode/domains/packages/terms.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { type Bytes, piecesOf } from '../../../sdk/bytes.ts'
import { uploadPackage } from '../../../sdk/packages/mailbox.ts'
import { sealFirstKey } from '../../../sdk/packages/released-keys.ts'
import { streamOf } from '../../../sdk/packages/streams.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { findPackageKey, sealedIn, sealIntoStore } from '../../platform/package-store.ts'
import { database } from '../../state/session.ts'
import type { Step } from './progress.tsx'

type Told = (step: Step) => void

async function* counted(source: Bytes, onBytes: (done: number) => void) {
  let done = 0
  for await (const piece of piecesOf(source)) {
    done += piece.length
    onBytes(done)
    yield piece as Uint8Array<ArrayBuffer>
  }
}

/** Seals a file into this browser's store, piece by piece. Refuses as `sealIntoStore` does. */
export const sealChosen = async (
  file: File,
  context: { interaction: string; receiver: string },
  onStep: Told,
): Promise<void> => {
  const content = streamOf(counted(file.stream(), (done) => onStep({ at: 'sealing', done, all: file.size })))
  await sealIntoStore(await database(), content, { context, name: file.name })
}

/** How what is sealed is delivered. */
export interface Delivery {
  interaction: string
  contents: PackageContents
  keeper: string
  withinMilliseconds: number
}

/**
 * Uploads what this browser has sealed, and seals the first key to its keeper; gives the body that delivers it. What lies at the gateway
 * already is not sent again, so it goes on where it was cut off. Undefined where nothing is sealed here any more.
 */
export const prepareDelivery = async (
  terminal: Terminal,
  { interaction, contents, keeper, withinMilliseconds }: Delivery,
  onStep: Told,
): Promise<Body<'package.deliver'> | undefined> => {
  const store = await database()
  const first = await findPackageKey(store, interaction, 'first')
  if (first === undefined) return undefined
  const firstKey = await sealFirstKey(terminal, first, { interaction, keeper })
  const sealed = () => sealedIn(store, interaction)
  const laid = await uploadPackage(terminal, sealed, (progress) => onStep({ at: 'uploading', ...progress }))
  const until = String(terminal.connection.now() + withinMilliseconds)
  return { interaction, package: laid.package, size: String(laid.size), contents, keeper, firstKey, until }
}
