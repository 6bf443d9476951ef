import { makeInstruction } from '../../../../terminal/sdk/make-instruction.ts'
import { makeDeviceKey } from '../../../../terminal/sdk/node/key-file.ts'
import type { Result } from '../../../../terminal/sdk/result.ts'
import { memoryNumbers } from '../../../../terminal/sdk/stores.ts'
import type { Terminal } from '../../../../terminal/sdk/terminal.ts'

/** The session of an authorised device that signs instructions itself and whose gateway answers what the test says. */
export const authorisedSession = (send: () => Promise<Result>, account = 'alice') => {
  const signer = makeDeviceKey()
  const numbers = memoryNumbers()
  const make = (kind: string, wanted: object) =>
    makeInstruction(
      { ledger: 'assay', kind: kind as never, from: account, body: wanted as never, validForSeconds: 600 },
      { signer, numbers },
    )
  // What watches the ledger, once a test has begun that, follows whoever is signed in.
  const terminal = { make, send, follow: async () => {}, unsettled: async () => [] } as unknown as Terminal
  return { mode: 'authorised' as const, account, terminal, roles: [], device: signer.device }
}
