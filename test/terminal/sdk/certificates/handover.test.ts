import { join } from 'node:path'
import { expect } from 'chai'
import type { SealKey } from '../../../../chaincode/wire/sealing/seal-key.ts'
import { openHandedOver, readHandedKey, sealCertificateKey } from '../../../../terminal/sdk/certificates/handover.ts'
import type { Connection } from '../../../../terminal/sdk/connection.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { createSealKey } from '../../../../terminal/sdk/node/seal-key-file.ts'
import type { ListedInstance } from '../../../../terminal/sdk/purchases.ts'
import { withFolder } from '../../support/scene.ts'
import { certificateId, type Issued, issueSample, now } from './sample.ts'

const own = 'D'.repeat(43)
const instance: ListedInstance = {
  ...{ instance: 'I'.repeat(43), certificate: certificateId, provider: 'noodle-house', providerHome: 'SupplierMSP' },
  ...{ holder: 'alice', holderHome: 'BankMSP', form: 'data', transferable: false, passes: 1, status: 'held' },
}

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const fault = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(fault instanceof TerminalFault)) throw fault ?? new Error('a fault was expected')
  return fault.code
}

describe('the handing over of a certificate’s key', () => {
  let issued: Issued
  let key: SealKey
  let bodyBytes: Uint8Array
  let laid: Map<string, Uint8Array<ArrayBuffer>>
  let sealKeys: object[]

  before(async () => {
    issued = await issueSample()
    key = (await withFolder((folder) => createSealKey(join(folder, 'seal.key'), own))) as SealKey
  })
  beforeEach(() => {
    bodyBytes = issued.sealed.bytes
    laid = new Map()
    sealKeys = [{ device: own, publicKey: key.publicKey }]
  })

  const answerTo = (path: string): unknown => {
    if (path.endsWith('/seal-keys')) return { items: sealKeys }
    const { row } = issued
    const certificate = {
      ...{ ...row, expiresAt: `${row.expiresAt}`, home: 'SupplierMSP', exclusive: false, passable: true },
      periods: { accept: 1, ship: 1, deliver: 1, confirm: 1, decide: 1 },
    }
    const provider = {
      ...{ provider: 'noodle-house', home: 'SupplierMSP', member: 'desk', name: 'Noodles', status: 'open' },
      addresses: ['https://noodles.example'],
    }
    return { certificate, provider, height: '7' }
  }

  // A gateway in memory: what was laid down there, and what the ledger says of the certificate.
  const terminal = () => ({
    putBytes: async (path: string, bytes: Uint8Array<ArrayBuffer>) => void laid.set(path, bytes),
    readBytes: async (path: string) => laid.get(path.split('?')[0] ?? '') ?? new Uint8Array(),
    connection: {
      now: () => now,
      fetch: async (address: string | URL | Request) => {
        const { pathname } = new URL(String(address))
        if (pathname.startsWith('/v1/certificate-bodies/')) return new Response(Uint8Array.from(bodyBytes))
        return Response.json(answerTo(pathname))
      },
      gateway: 'http://127.0.0.1:1',
    } as unknown as Connection,
  })

  const handedOver = async (to = 'alice'): Promise<ListedInstance> => {
    const sealedKey = await sealCertificateKey(terminal(), { certificate: certificateId, to, key: issued.sealed.key })
    return { ...instance, sealedKey }
  }

  it('S1-020 gives the receiver’s device the key with which it opens the body', async () => {
    const { read, key: handed } = await openHandedOver(terminal(), await handedOver(), key)
    expect(handed).equal(issued.sealed.key)
    expect(read.certified).deep.equal(issued.certified)
    for (const bytes of laid.values()) expect(Buffer.from(bytes).toString()).not.include(issued.sealed.key)
  })

  it('S1-020 refuses a body whose digest is not the one on the ledger', async () => {
    const handed = await handedOver()
    bodyBytes = Uint8Array.from(issued.sealed.bytes, (byte, place) => (place === 40 ? byte ^ 1 : byte))
    expect(await codeOf(openHandedOver(terminal(), handed, key))).equal('altered_certificate')
  })

  it('refuses what was handed to somebody else, came without a key, or is to go to nobody who could open it', async () => {
    expect(await codeOf(readHandedKey(terminal(), await handedOver('bob'), key))).equal('sealed_unreadable')
    expect(await codeOf(readHandedKey(terminal(), instance, key))).equal('no_key_handed_over')
    sealKeys = []
    expect(await codeOf(handedOver())).equal('no_seal_key')
  })
})
