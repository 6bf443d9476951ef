import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { readBlock } from '../../audit/blocks/block.ts'
import { readTransactions } from '../../audit/ledger/read-block.ts'
import type { LedgerBlock } from '../../audit/ledger/transaction.ts'
import { replay } from '../../audit/replay/replay.ts'
import { connectFabric } from '../../gateway/fabric/connect.ts'
import { consortium } from '../support/members.ts'
import { waitUntilAllStand } from './support/agreement.ts'
import { gateways, topology } from './support/network.ts'
import { honoured, Person } from './support/people.ts'
import { fund, readScene, register } from './support/scene.ts'

const configuration = () => JSON.parse(readFileSync(join(topology.dataFolder, 'gateways', 'bank.json'), 'utf8'))

/** The blocks of the channel as one peer has them, up to its height. */
async function* blocksOfPeer(height: number): AsyncGenerator<LedgerBlock> {
  const fabric = connectFabric(configuration())
  const blocks = await fabric.network.getBlockEvents({ startBlock: 0n })
  try {
    for await (const block of blocks) {
      const read = readTransactions(readBlock(block.serializeBinary()))
      yield read
      if (read.number + 1n >= BigInt(height)) return
    }
  } finally {
    blocks.close()
    fabric.close()
  }
}

describe('a replay of the network’s own blocks', () => {
  it('decides each instruction as the peers did, and finds nothing', async () => {
    const scene = await readScene()
    const { registrars, voucher } = scene
    const rose = await register('bank', registrars.bank, new Person('rose'))
    const sven = await register('supplier', registrars.supplier, new Person('sven'))
    await fund(scene, rose, '500')
    await honoured(gateways.bank, rose, 'voucher.transfer', { to: 'sven', voucher, quantity: '200' })
    await honoured(gateways.supplier, sven, 'voucher.transfer', { to: 'rose', voucher, quantity: '50' })
    const found = replay(blocksOfPeer(await waitUntilAllStand(topology)), { consortium })
    const findings = []
    for await (const finding of found) findings.push(finding)
    expect(findings).deep.equal([])
    expect(found.summary.instructions.proven).greaterThan(5)
    expect(found.summary.transactions).include({ differing: 0 })
  })
})
