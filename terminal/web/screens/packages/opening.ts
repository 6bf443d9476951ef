import { type Bytes, piecesOf } from '../../../sdk/bytes.ts'
import { downloadPackage, readManifest } from '../../../sdk/packages/mailbox.ts'
import { type ListedPackages, readPackages } from '../../../sdk/packages/records.ts'
import { openKeys } from '../../../sdk/packages/released-keys.ts'
import { openPackage, unpackingBounds } from '../../../sdk/packages/two-key-package.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { ownSealKey } from '../../market/purchases/use-own-key.ts'
import type { Step } from './progress.tsx'

/** The most that is shown, which is in memory as a whole; more is saved as a file, piece by piece. */
export const shownBytesMaximum = 16 * 2 ** 20

/** Opens the keys that were released to this device. Refuses as `openKeys` does, before any receipt is given. */
export const readKeys = async (terminal: Terminal, interaction: string) =>
  openKeys(terminal, await readPackages(terminal, 'package-releases'), { interaction, key: await ownSealKey(terminal) })

/**
 * Verifies all of a package and gives what was inside, of which at most `bytesMaximum` may come out. It is fetched twice, so that nothing is
 * given of what fails anywhere. Refuses as `openPackage` does.
 */
export const openVerified = async (
  terminal: Terminal,
  of: ListedPackages<'packages'>,
  {
    keys,
    bytesMaximum,
    onStep,
  }: {
    keys: Awaited<ReturnType<typeof readKeys>>
    bytesMaximum: number
    onStep: (step: Step) => void
  },
): Promise<{ bytes: number; content: Bytes }> => {
  const { interaction } = of
  const made = await readManifest(terminal, of)
  let done = 0
  const all = 2 * made.parts.length
  const source = () =>
    downloadPackage(terminal, { interaction, made }, () => {
      done += 1
      onStep({ at: 'fetching', done, all })
    })
  const context = { interaction, receiver: terminal.participant }
  return openPackage(source, { keys, context, bounds: { ...unpackingBounds, bytes: bytesMaximum } })
}

/** All bytes of a stream whose length is known. */
export const gathered = async ({
  bytes,
  content,
}: {
  bytes: number
  content: Bytes
}): Promise<Uint8Array<ArrayBuffer>> => {
  const all = new Uint8Array(bytes)
  let at = 0
  for await (const piece of piecesOf(content)) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
