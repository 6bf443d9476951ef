import { expect } from 'chai'
import { parse } from 'yaml'
import { Consortium } from '../../chaincode/wire/consortium.ts'
import { identitiesOf } from '../../network/authorities.ts'
import { renderCollections } from '../../network/collections.ts'
import { renderOrderer, renderPeer } from '../../network/render.ts'
import { renderAuthority, renderMembership } from '../../network/render-authority.ts'
import { renderConnection } from '../../network/render-chaincode.ts'
import { channelProfile, renderChannel } from '../../network/render-channel.ts'
import { renderAdministrator, renderGateway } from '../../network/render-gateway.ts'
import {
  createTopology,
  type GatewayOrganisation,
  gatewayOrganisations,
  type OrdererOrganisation,
  ordererOrganisations,
  type Role,
} from '../../network/topology.ts'

import { twoAndTwo } from '../support/members.ts'

const topology = createTopology({ portBase: 30000, dataFolder: '/data' })
const bank = gatewayOrganisations(topology)[0] as GatewayOrganisation
const profileOf = (text: string) => parse(text).Profiles[channelProfile]

describe('The rendered configuration', () => {
  it('is the same text for the same topology', () => {
    const again = createTopology({ portBase: 30000, dataFolder: '/data' })
    expect(renderChannel(again)).to.equal(renderChannel(topology))
    expect(renderGateway(again, bank)).to.equal(renderGateway(topology, bank))
  })

  it('keeps what a bank and an institution share between the two, and shares nothing where more than two must agree', () => {
    const [first, ...others] = JSON.parse(renderCollections(topology.consortium))
    expect([first.name, others]).to.deep.equal(['pair-bank-institution', []])
    expect(first.policy).to.equal("OR('BankMSP.member', 'InstitutionMSP.member')")
    expect(first.endorsementPolicy.signaturePolicy).to.equal("AND('BankMSP.peer', 'InstitutionMSP.peer')")
    expect(first).to.include({ memberOnlyRead: true, memberOnlyWrite: true, blockToLive: 0 })
    expect(JSON.parse(renderCollections(twoAndTwo))).to.deep.equal([])
    const two = new Consortium({ members: [...twoAndTwo.members], quorum: 2 })
    expect(JSON.parse(renderCollections(two)).map(({ name }: { name: string }) => name)).to.deep.equal([
      ...['pair-northbank-mint', 'pair-northbank-vault', 'pair-southbank-mint', 'pair-southbank-vault'],
    ])
  })

  it('spells out who endorses, who approves a chaincode, and who changes the channel', () => {
    const { Application, Orderer, Policies } = profileOf(renderChannel(topology))
    const peers = "OutOf(2, 'BankMSP.peer', 'InstitutionMSP.peer', 'SupplierMSP.peer')"
    const admins = "OutOf(2, 'BankMSP.admin', 'InstitutionMSP.admin', 'SupplierMSP.admin')"
    expect(Application.Policies.Endorsement.Rule).to.equal(peers)
    expect(Application.Policies.LifecycleEndorsement.Rule).to.equal(peers)
    for (const each of [Application.Policies, Orderer.Policies, Policies]) expect(each.Admins.Rule).to.equal(admins)
  })

  it('makes the auditor a member that reads and decides nothing', () => {
    const text = renderChannel(topology)
    expect(text).not.to.include('MAJORITY')
    const { Application } = profileOf(text)
    const auditor = Application.Organizations.find(({ Name }: { Name: string }) => Name === 'AuditorMSP')
    expect(auditor.Policies.Readers.Rule).to.equal("OR('AuditorMSP.member')")
    expect(auditor).not.to.have.property('AnchorPeers')
    for (const { Rule } of Object.values<{ Rule: string }>(Application.Policies)) expect(Rule).not.to.include('Auditor')
  })

  it('lets administrators and gateways write, and takes every other certificate for a stranger’s', () => {
    const { Application, Orderer } = profileOf(renderChannel(topology))
    const writersOf = (group: { Organizations: { Name: string; Policies: { Writers: { Rule: string } } }[] }) =>
      Object.fromEntries(group.Organizations.map(({ Name, Policies }) => [Name, Policies.Writers.Rule]))
    expect(writersOf(Application)).to.include({
      BankMSP: "OR('BankMSP.admin', 'BankMSP.client')",
      AuditorMSP: "OR('AuditorMSP.admin')",
    })
    // Orderers sign the configurations that they make of updates, which are held against the writers of their group.
    expect(writersOf(Orderer)).to.include({ BankMSP: "OR('BankMSP.admin', 'BankMSP.client', 'BankMSP.orderer')" })
    const unitOf = (users: Role[]) =>
      parse(renderMembership({ users })).NodeOUs.ClientOUIdentifier.OrganizationalUnitIdentifier
    expect(unitOf(['gateway', 'registrar'])).to.equal('gateway')
    expect(unitOf(['auditor'])).to.equal('auditor')
    const types = Object.fromEntries(identitiesOf(bank).map(({ name, type }) => [name, type]))
    expect(types).to.include({ gateway: 'gateway', registrar: 'client', 'ca-admin': 'client', chaincode: 'client' })
  })

  it('takes a snapshot of the orderers’ log well within one batch, so that unpatched programs come back too', () => {
    const { Orderer } = profileOf(renderChannel(topology))
    expect(Orderer.EtcdRaft.Options.SnapshotIntervalSize).to.equal('1 MB')
  })

  it('cuts blocks as the topology says, by Raft with the capabilities of Fabric 2.5', () => {
    const { Orderer, Capabilities, Application } = profileOf(renderChannel(topology))
    expect(Orderer.BatchTimeout).to.equal('20ms')
    expect(Orderer.BatchSize).to.include({ MaxMessageCount: 500, PreferredMaxBytes: '2 MB' })
    expect(Orderer.OrdererType).to.equal('etcdraft')
    expect(Orderer.EtcdRaft.Consenters).to.have.lengthOf(3)
    expect(Capabilities).to.deep.equal({ V2_0: true })
    expect(Application.Capabilities).to.deep.equal({ V2_5: true })
  })

  it('describes four numbered BFT consenters with their identities', () => {
    const { Orderer, Capabilities } = profileOf(renderChannel(createTopology({ consensus: 'bft' })))
    expect(Capabilities).to.deep.equal({ V3_0: true })
    expect(Orderer.OrdererType).to.equal('BFT')
    expect(Orderer.ConsenterMapping.map(({ ID }: { ID: number }) => ID)).to.deep.equal([1, 2, 3, 4])
    expect(Orderer.ConsenterMapping[3]).to.include({ MSPID: 'AuditorMSP' })
  })

  it('names the time window filter only for a peer that has it', () => {
    const filters = (checksTimeWindow: boolean) =>
      parse(renderPeer(topology, bank, { checksTimeWindow })).peer.handlers.authFilters.map(
        ({ name }: { name: string }) => name,
      )
    expect(filters(false)).to.deep.equal(['DefaultAuth', 'ExpirationCheck'])
    expect(filters(true)).to.include('TimeWindowCheck')
  })

  it('keeps operations and administration on the loopback, and needs no Docker', () => {
    const peer = parse(renderPeer(topology, bank, { checksTimeWindow: false }))
    const orderer = parse(renderOrderer(topology, ordererOrganisations(topology)[0] as OrdererOrganisation))
    expect(peer.operations.listenAddress).to.equal('127.0.0.1:30003')
    expect(orderer.Admin.ListenAddress).to.equal('127.0.0.1:30006')
    expect(orderer.Admin.TLS.ClientAuthRequired).to.equal(true)
    expect(peer.vm.endpoint).to.equal('')
    expect(peer.ledger.history.enableHistoryDatabase).to.equal(true)
    expect(peer.peer.limits.concurrency.gatewayService).to.be.at.least(2000)
  })

  it('puts the role into the certificates of everyone but the CA administrator', () => {
    const text = renderAuthority(topology, bank, [
      { name: 'ca-admin', secret: 'one', type: 'client' },
      { name: 'gateway', secret: 'two', type: 'client', role: 'gateway' },
    ])
    const [administrator, gateway] = parse(text).registry.identities
    expect(administrator.attrs).to.include({ 'hf.Registrar.Roles': '*' })
    expect(gateway.attrs).to.deep.equal({ 'assay.role': 'gateway:ecert' })
  })

  it('asks for mutual TLS between peer and chaincode', () => {
    const pem = { rootCertificate: 'root', clientCertificate: 'certificate', clientKey: 'key' }
    const connection = JSON.parse(renderConnection({ host: 'localhost', port: 30008, ...pem }))
    expect(connection).to.include({ address: 'localhost:30008', tls_required: true, client_auth_required: true })
  })

  it('gives a gateway its peer, its own address and the other gateways', () => {
    const gateway = JSON.parse(renderGateway(topology, bank))
    expect(gateway).to.deep.include({ organisation: 'bank', mspId: 'BankMSP', channel: 'assay' })
    expect(gateway.listen).to.deep.equal({ host: '127.0.0.1', port: 30080 })
    expect(gateway.gateways).to.deep.equal({
      BankMSP: 'http://localhost:30080',
      InstitutionMSP: 'http://localhost:30081',
      SupplierMSP: 'http://localhost:30082',
    })
    expect(gateway.consortium).to.deep.equal({ members: topology.consortium.members, quorum: 2 })
  })

  it('gives an administrator the same without anything to listen on', () => {
    const administrator = JSON.parse(renderAdministrator(topology, bank, bank))
    expect(administrator).not.to.have.property('listen')
    expect(administrator.identity.keyFile).to.include('/admin/')
  })
})
