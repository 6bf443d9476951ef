import { expect } from 'chai'
import {
  createTopology,
  endorsementPolicy,
  gatewayOrganisations,
  homePolicy,
  listPorts,
  ordererOrganisations,
  peerOrganisations,
  portSpan,
} from '../../network/topology.ts'

describe('The topology', () => {
  const topology = createTopology({ portBase: 30000, dataFolder: '/somewhere' })
  const ports = listPorts(topology).map(({ port }) => port)

  it('gives every listener a port of its own within its span', () => {
    expect(new Set(ports).size).to.equal(ports.length)
    expect(Math.min(...ports)).to.be.at.least(30000)
    expect(Math.max(...ports)).to.be.below(30000 + portSpan(topology.consortium))
  })

  it('moves every port with the port base', () => {
    const moved = listPorts(createTopology({ portBase: 31000 })).map(({ port }) => port)
    expect(moved).to.deep.equal(ports.map((port) => port + 1000))
  })

  it('keeps the ports apart under BFT too, where the auditor runs the fourth orderer', () => {
    const bft = createTopology({ portBase: 30000, consensus: 'bft' })
    const all = listPorts(bft).map(({ port }) => port)
    expect(new Set(all).size).to.equal(all.length)
    expect(ordererOrganisations(bft)).to.have.lengthOf(4)
  })

  it('has three organisations with peer, orderer and gateway, and an auditor with none of them', () => {
    const names = ['bank', 'institution', 'supplier']
    expect(peerOrganisations(topology).map(({ name }) => name)).to.deep.equal(names)
    expect(ordererOrganisations(topology).map(({ name }) => name)).to.deep.equal(names)
    expect(gatewayOrganisations(topology).map(({ name }) => name)).to.deep.equal(names)
    expect(topology.organisations.map(({ mspId }) => mspId)).to.include('AuditorMSP')
  })

  it('lets two of the three peers endorse', () => {
    expect(endorsementPolicy(topology)).to.equal("OutOf(2, 'BankMSP.peer', 'InstitutionMSP.peer', 'SupplierMSP.peer')")
  })

  it('lets nobody endorse for an organisation without its own peer and another', () => {
    expect(peerOrganisations(topology).map((one) => homePolicy(topology, one))).to.deep.equal([
      "AND('BankMSP.peer', OutOf(1, 'InstitutionMSP.peer', 'SupplierMSP.peer'))",
      "AND('InstitutionMSP.peer', OutOf(1, 'BankMSP.peer', 'SupplierMSP.peer'))",
      "AND('SupplierMSP.peer', OutOf(1, 'BankMSP.peer', 'InstitutionMSP.peer'))",
    ])
  })

  it('describes several hosts, listening beyond the loopback there', () => {
    const { organisations } = createTopology({ hosts: { bank: 'ledger.bank.example' } })
    expect(organisations[0]?.peer).to.include({ host: 'ledger.bank.example', listenHost: '0.0.0.0' })
    expect(organisations[1]?.peer).to.include({ host: 'localhost', listenHost: '127.0.0.1' })
  })

  it('refuses a port base that leaves no room', () => {
    expect(() => createTopology({ portBase: 80 })).to.throw('ASSAY_PORT_BASE')
    expect(() => createTopology({ portBase: 65500 })).to.throw('ASSAY_PORT_BASE')
    expect(() => createTopology({ portBase: Number.NaN })).to.throw('ASSAY_PORT_BASE')
  })

  it('takes port base and data folder from the environment when told neither', () => {
    const before = { ...process.env }
    process.env['ASSAY_PORT_BASE'] = '41000'
    process.env['ASSAY_DATA'] = '/elsewhere'
    try {
      expect(createTopology()).to.include({ portBase: 41000, dataFolder: '/elsewhere' })
    } finally {
      process.env = before
    }
  })
})
