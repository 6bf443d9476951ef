import { common, peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { blocksOfPeer } from '../../../audit/blocks/peer.ts'
import { FindingFault } from '../../../audit/findings.ts'
import { identityOf, privateKeyOf, rootOf } from '../../support/identities/identities.ts'
import { LyingPeer } from '../support/lying-peer.ts'

const status = (code: common.StatusMap[keyof common.StatusMap]): Uint8Array => {
  const response = new peer.DeliverResponse()
  response.setStatus(code)
  return response.serializeBinary()
}

const blockAnswer = (): Uint8Array => {
  const response = new peer.DeliverResponse()
  const block = new common.Block()
  block.setData(new common.BlockData())
  response.setBlock(block)
  return response.serializeBinary()
}

describe('a peer that is asked for its blocks', () => {
  const lying = new LyingPeer()
  before(() => lying.open())
  after(() => lying.close())

  /** How many blocks come of these answers, and the code at which that ends. */
  const read = async (...answers: Uint8Array[]): Promise<[count: number, code: string]> => {
    lying.answers = answers
    const { certificate, mspId } = identityOf('AuditorMSP', 'auditor')
    const connection = {
      ...{ endpoint: `127.0.0.1:${lying.port}`, channel: 'assay', mspId, certificate },
      ...{
        privateKey: privateKeyOf('AuditorMSP', 'auditor'),
        tlsRootCertificate: rootOf('BankMSP'),
        tlsServerName: 'peer',
      },
    }
    let count = 0
    try {
      for await (const _block of blocksOfPeer(connection, { from: 0n })) count += 1
      return [count, 'none']
    } catch (error) {
      if (error instanceof FindingFault) return [count, error.finding.code]
      throw error
    }
  }

  it('gives them until it says that there are no more', async () => {
    expect(await read(blockAnswer(), blockAnswer(), status(common.Status.SUCCESS))).to.deep.equal([2, 'none'])
  })

  it('is named when it refuses, or ends before it says so', async () => {
    expect(await read(status(common.Status.FORBIDDEN))).to.deep.equal([0, 'PEER_REFUSED'])
    expect(await read(blockAnswer())).to.deep.equal([1, 'PEER_UNREACHABLE'])
  })

  it('is named when it answers with what is no message of its protocol', async () => {
    const cut = blockAnswer().subarray(0, -1)
    expect(await read(blockAnswer(), cut)).to.deep.equal([1, 'PEER_ANSWER_UNREADABLE'])
    expect(await read(Buffer.from('ffff', 'hex'))).to.deep.equal([0, 'PEER_ANSWER_UNREADABLE'])
  })
})
