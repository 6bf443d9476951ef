import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { FolderBlobs } from '../../../gateway/mailbox/folder-blobs.ts'
import { blockOf, projectionOf } from '../../../test/gateway/support/blocks.ts'
import { TestServer } from '../../../test/gateway/support/server.ts'
import type { Device } from '../../../test/support/devices.ts'
import { Packaging } from '../../../test/support/packaging.ts'

/** Who asks here, by a private key in PEM. */
interface Side {
  participant: string
  pem: string
}

/** What the gateway tells once it answers. */
export interface Opened {
  url: string
  interaction: string
  giver: Side
  receiver: Side
}

/** What it is asked: to take a package in as delivered, or to tell its greatest memory in bytes. */
export type Question = { delivered: string; size: number } | 'memory'

const sideOf = ({ participant, privateKey }: Device): Side => ({
  participant,
  pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
})

/**
 * A gateway's HTTP side with its mailbox in a folder, in a process of its own: real routes, sessions, list of blobs and files. The ledger
 * behind it is in memory, since it takes no part in moving bytes.
 */
const open = async (folder: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const of = await Packaging.open()
  const { ledger } = of.on.scene
  const projection = projectionOf(ledger.blocks.map(blockOf))
  const limits = { mailboxBytesPerParticipant: 2 ** 40 }
  const server = await new TestServer(projection, undefined, {
    ...{ configuration: { mspId: 'SupplierMSP', limits } as never, store: new FolderBlobs(join(folder, 'mailbox')) },
  }).listen()
  process.on('message', async (question: Question) => {
    if (question === 'memory') process.send?.(process.resourceUsage().maxRSS * 1024)
    else {
      await of.on.done(
        of.on.shop,
        'package.deliver',
        of.body({ package: question.delivered, size: `${question.size}` }),
      )
      for (const block of ledger.blocks) projection.apply(blockOf(block))
      process.send?.('delivered')
    }
  })
  const { url } = server
  const { interaction, on } = of
  process.send?.({ url, interaction, giver: sideOf(on.shop), receiver: sideOf(on.alice) } satisfies Opened)
}

await open(process.argv[2] as string)
