import { join } from 'node:path'
import { expect } from 'chai'
import { makePackage } from '../../../network/package.ts'
import { createTopology } from '../../../network/topology.ts'
import { ledgerChaincode } from '../../../network/up.ts'
import { versionOf } from '../../../scripts/audit/network.ts'
import { alteredChaincode } from '../../audit/support/altered-chaincode.ts'
import { twoAndTwo } from '../../support/members.ts'

describe('the version that an auditor gives the rules', () => {
  const topology = createTopology({ portBase: 31_000 })
  const { consortium } = topology

  it('is the end of the id of the package that organisations deploy, of the program’s own sources or of a checkout’s', () => {
    const own = versionOf(topology)({ consortium })
    expect(makePackage(ledgerChaincode(topology)).id.endsWith(own)).to.equal(true)
    expect(own).to.match(/^[0-9a-f]{12}$/)
    const folder = join(topology.projectFolder, 'chaincode')
    expect(versionOf(topology)({ folder, consortium })).to.equal(own)
  })

  it('is another one for other sources and for other members', () => {
    const own = versionOf(topology)({ consortium })
    const altered = alteredChaincode('batch/decide.ts', 'batchMaximum = 500', 'batchMaximum = 501')
    try {
      expect(versionOf(topology)({ folder: altered.folder, consortium })).to.not.equal(own)
    } finally {
      altered.remove()
    }
    expect(versionOf(topology)({ consortium: twoAndTwo })).to.not.equal(own)
  })
})
