import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { orderer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { audit } from '../../audit/audit.ts'
import { blocksOfExport, writeExport } from '../../audit/blocks/export-file.ts'
import { blocksOfPeer, type PeerConnection } from '../../audit/blocks/peer.ts'
import { FindingFault } from '../../audit/findings.ts'
import { AuditStore } from '../../audit/store.ts'
import { readRoots } from '../../audit/verify/roots.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { peerConnection, rootCertificates } from './support/chain.ts'
import { changeConfiguration } from './support/configuration-update.ts'
import { topology } from './support/network.ts'
import { ProbedNetwork } from './support/probed-network.ts'
import { RawClient } from './support/raw-client.ts'

const all = async (blocks: AsyncIterable<Uint8Array>): Promise<string[]> => {
  const read: string[] = []
  for await (const block of blocks) read.push(Buffer.from(block).toString('hex'))
  return read
}

describe('the chain of a network, for an auditor,', () => {
  let network: ProbedNetwork
  let folder: string
  let height: number

  const [first, second, third] = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'] as const

  const commitOne = async (
    transaction: string,
    args: readonly string[],
    organisations: readonly string[] = [first, second],
  ) => network.commit(await network.endorse(transaction, args, organisations))

  /** What peers find invalid for its form, and for what it names. */
  const sendHostile = async (): Promise<void> => {
    const client = new RawClient({ organisation: 'institution', name: 'gateway' })
    const before = await waitUntilAllStand(topology)
    const propose = (options: Partial<Parameters<RawClient['propose']>[0]> = {}) =>
      client.propose({ call: 'Probe:put', args: ['hostile=1'], chaincode: 'probe', ...options })
    const forge = async (options: Parameters<RawClient['forge']>[1], chaincode = 'probe') =>
      client.forge(await propose({ chaincode }), { chaincode, ...options })
    const writes = [{ namespace: 'probe', key: 'hostile', policy: true }]
    const collection = [...writes, { namespace: 'probe', key: 'x', collection: 'no-such-collection' }]
    const several = [{ namespace: 'accounts-bank', key: 'hostile' }, ...writes]
    try {
      const sent = [
        await client.sign((await propose()).header, Buffer.from('ffffffffffffffff', 'hex')),
        await client.envelopeOf(await propose(), undefined),
        await forge({ writes, hash: false }),
        await client.forge(await propose({ claimed: 'f'.repeat(64) }), { writes, chaincode: 'probe' }),
        await forge({ writes, version: '' }),
        await forge({ writes, chaincode: 'no-such-chaincode' }, 'no-such-chaincode'),
        await forge({ writes: collection }),
        await forge({ writes: several }),
        await forge({ writes, chaincode: 'ledger' }),
      ]
      expect(await client.broadcast('bank', ...sent)).to.deep.equal(sent.map(() => 200))
      await waitUntilAllStand(topology, before + 1)
    } finally {
      client.close()
    }
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-audit-'))
    network = await ProbedNetwork.open()
    const timeout = new orderer.BatchTimeout()
    timeout.setTimeout('60ms')
    const place = { groups: ['Orderer'], name: 'BatchTimeout' }
    expect(await changeConfiguration(place, timeout.serializeBinary(), ['bank', 'institution'])).to.equal(200)
    await commitOne('together', ['put a=1', 'put b=1', 'put c=1'])
    await commitOne('keep', ['kept', 'x', '1'])
    await commitOne('together', ['keep kept y 1', 'keep kept z 1', 'keep watched v 1', 'put d=1'], [first, third])
    await commitOne('keep', ['watched', 'w', '1'])
    await commitOne('guard', ['kept', 'z', third])
    await commitOne('keep', ['kept', 'z', '2'])
    await commitOne('keep', ['kept', 'z', '3'], [first, third])
    await commitOne('forget', ['kept', 'y'])
    await commitOne('purge', ['kept', 'x'])
    await commitOne('together', ['put a=2', 'protect a BankMSP'])
    await commitOne('put', ['a=3'], [second, third])
    await commitOne('together', ['put b=2', 'entrust b SupplierMSP'])
    await commitOne('put', ['b=3'], [third])
    await commitOne('put', ['c=2'], [third])
    const copies = [await network.endorse('copy', ['c', 'e']), await network.endorse('copy', ['c', 'f'])]
    const change = await network.endorse('put', ['c=3'])
    const again = await network.endorse('together', ['put c=4', 'put c=5'])
    await network.commit(...copies, change, again, await network.endorse('copy', ['c', 'g']))
    const scan = await network.endorse('scan', ['a', 'z', '9', 'scanned'])
    await network.commit(await network.endorse('put', ['bb=1']), scan)
    await network.commit(await network.endorse('remove', ['c']), await network.endorse('put', ['c=6']))
    await network.commit(
      await network.endorse('together', ['put d=2', 'protect d BankMSP']),
      await network.endorse('put', ['d=3']),
    )
    const copied = await network.endorse('put', ['h=1'])
    await network.commit(copied, copied)
    await commitOne('remove', ['b'], [third])
    // Rows of a collection that lets go of them two blocks after the one that wrote them, and what is read of them then.
    await commitOne('together', ['keep fleeting f 1', 'keep fleeting g 1'])
    await commitOne('keep', ['fleeting', 'g', '2'])
    const reading = ['reveal fleeting f', 'reveal fleeting g', 'put read=1']
    for (let count = 0; count < 4; count += 1) await commitOne('together', reading)
    // So many rows that of a range only a tree of hashes is kept, which changes when one row does.
    const many = Array.from({ length: 130 }, (_one, index) => `m${String(index).padStart(3, '0')}=${index}`)
    await commitOne('put', many)
    await commitOne('scan', ['m', 'n', '1000', 'scanned'])
    const large = await network.endorse('scan', ['m', 'n', '60', 'scanned'])
    await network.commit(await network.endorse('put', ['m010=changed']), large)
    await sendHostile()
    height = await waitUntilAllStand(topology)
  })
  after(async () => {
    await network?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('comes from a peer and from an export as the same bytes', async () => {
    const file = process.env['ASSAY_RECORD_BLOCKS'] ?? join(folder, 'blocks')
    const written = await writeExport(file, {
      channel: topology.channel,
      blocks: blocksOfPeer(peerConnection('bank'), { from: 0n }),
    })
    if (process.env['ASSAY_RECORD_BLOCKS'] !== undefined) {
      writeFileSync(`${file}.roots.json`, `${JSON.stringify(rootCertificates(), null, 2)}\n`)
    }
    expect(written).to.be.at.least(height)
    const ofPeer = await all(blocksOfPeer(peerConnection('bank'), { from: 0n, to: BigInt(written - 1) }))
    expect(await all(blocksOfExport(file))).to.deep.equal(ofPeer)
  })

  for (const organisation of ['bank', 'institution', 'supplier']) {
    it(`is proven as the peer of the ${organisation} has it, under roots that were given apart`, async () => {
      const store = new AuditStore(join(folder, `${organisation}.sqlite`))
      const blocks = blocksOfPeer(peerConnection(organisation), { from: 0n })
      const by = { channel: topology.channel, roots: readRoots(rootCertificates()), store }
      const found = [...(await audit(blocks, by)), ...store.findings]
      store.close()
      expect(found).to.deep.equal([])
    })
  }

  it('cannot be read from a peer that is not there, nor by who is no member', async () => {
    const connection = peerConnection('bank')
    const codeOf = async (other: Partial<PeerConnection>): Promise<string> => {
      try {
        await all(blocksOfPeer({ ...connection, ...other }, { from: 0n }))
        return 'none'
      } catch (error) {
        if (error instanceof FindingFault) return error.finding.code
        throw error
      }
    }
    expect(await codeOf({ endpoint: 'localhost:1' })).to.equal('PEER_UNREACHABLE')
    expect(await codeOf({ mspId: 'SupplierMSP' })).to.equal('PEER_REFUSED')
    expect(await codeOf({ channel: 'no-such-channel' })).to.equal('PEER_REFUSED')
  })
})
