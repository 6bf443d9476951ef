import { z } from 'zod'
import { publicKey } from '../../../chaincode/wire/device.ts'
import { thumbprint } from '../../../chaincode/wire/signature.ts'
import { TerminalFault } from '../../sdk/errors.ts'
import { readJsonFile } from '../arguments.ts'
import type { Invocation } from '../invocation.ts'

const withKey = z.union([
  publicKey,
  z.looseObject({ publicKey }).transform((one) => one.publicKey),
  z.looseObject({ card: z.looseObject({ publicKey }) }).transform((one) => one.card.publicKey),
])

/** The thumbprints of keys in files: each a JSON Web Key, or a device's card. Refuses `file_unreadable`. */
export const readTold = async (invocation: Invocation, files: readonly string[]): Promise<Set<string>> => {
  const told = new Set<string>()
  for (const file of files) {
    const read = withKey.safeParse(await readJsonFile(invocation, file))
    if (!read.success) {
      throw new TerminalFault('file_unreadable', {
        problem: `${file} holds no P-256 public key`,
        next: 'Have the signer print its card with `assay device show --card`.',
      })
    }
    told.add(thumbprint(read.data))
  }
  return told
}
