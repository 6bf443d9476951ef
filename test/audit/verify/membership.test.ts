import { X509Certificate } from 'node:crypto'
import { msp } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { Membership, Memberships } from '../../../audit/verify/membership.ts'
import { certificates, type MemberOptions, memberBytes, memberOf, roleOf } from '../support/members.ts'

const pem = (name: keyof typeof certificates): Buffer => Buffer.from(certificates[name])

const invalidityOf = (name: keyof typeof certificates, options: MemberOptions = {}) =>
  memberOf(options).identify(pem(name))?.invalidity

const rolesOf = (name: keyof typeof certificates, options: MemberOptions = {}): string[] => {
  const identity = memberOf(options).identify(pem(name))
  return (['MEMBER', 'ADMIN', 'CLIENT', 'PEER', 'ORDERER'] as const).filter((role) => identity?.satisfies(roleOf(role)))
}

const principal = (kind: keyof msp.MSPPrincipal.ClassificationMap, content: Uint8Array): msp.MSPPrincipal => {
  const one = new msp.MSPPrincipal()
  one.setPrincipalClassification(msp.MSPPrincipal.Classification[kind])
  one.setPrincipal(content)
  return one
}

describe('a member of a channel', () => {
  it('knows the roles of its certificates by the one unit that each names', () => {
    expect(rolesOf('peer')).to.deep.equal(['MEMBER', 'PEER'])
    expect(rolesOf('client')).to.deep.equal(['MEMBER', 'CLIENT'])
    expect(rolesOf('administrator', { intermediates: ['intermediate'] })).to.deep.equal(['MEMBER', 'ADMIN'])
    expect(rolesOf('twoRoles')).to.deep.equal([])
    expect(rolesOf('noRole')).to.deep.equal([])
    expect([invalidityOf('twoRoles'), invalidityOf('noRole')]).to.deep.equal(['role', 'role'])
  })

  it('asks for no role, and knows none, where it does not use them', () => {
    expect(rolesOf('noRole', { hasRoles: false })).to.deep.equal(['MEMBER'])
    expect(rolesOf('peer', { hasRoles: false })).to.deep.equal(['MEMBER'])
  })

  it('takes for an administrator whom it lists', () => {
    expect(rolesOf('client', { administrators: ['client'] })).to.deep.equal(['MEMBER', 'ADMIN', 'CLIENT'])
  })

  it('counts only what its own root issued, at once or through an intermediate that it lists', () => {
    expect(invalidityOf('peer')).to.equal(undefined)
    expect(invalidityOf('stranger')).to.equal('not-issued')
    expect(invalidityOf('administrator')).to.equal('not-issued')
    expect(invalidityOf('administrator', { intermediates: ['intermediate'] })).to.equal(undefined)
    expect(invalidityOf('intermediate')).to.equal('authority')
    // Peers take nothing from an authority that is above another.
    expect(invalidityOf('peer', { intermediates: ['intermediate'] })).to.equal('not-issued')
    expect(rolesOf('stranger')).to.deep.equal([])
  })

  it('counts no certificate that its issuer took back, and keeps one that only another authority did', () => {
    expect(invalidityOf('revoked')).to.equal(undefined)
    expect(invalidityOf('revoked', { revocations: ['revocations'] })).to.equal('revoked')
    expect(invalidityOf('peer', { revocations: ['revocations'] })).to.equal(undefined)
    expect(invalidityOf('revoked', { revocations: ['otherRevocations'] })).to.equal(undefined)
    // Peers count no certificate at all of a member with a list that does not say by which key it is signed.
    expect(invalidityOf('peer', { revocations: ['namelessRevocations'] })).to.equal('revoked')
  })

  it('knows a role only by the issuer that is named for it', () => {
    expect(rolesOf('peer', { peerIssuer: 'root' })).to.deep.equal(['MEMBER', 'PEER'])
    expect(rolesOf('peer', { peerIssuer: 'otherRoot' })).to.deep.equal([])
  })

  it('is one certificate, one of a combination, or nobody where a policy means something unknown', () => {
    const one = memberOf().identify(pem('peer'))
    const serialized = (mspId: string, name: keyof typeof certificates): Uint8Array => {
      const identity = new msp.SerializedIdentity()
      identity.setMspid(mspId)
      identity.setIdBytes(pem(name))
      return identity.serializeBinary()
    }
    expect(one?.satisfies(principal('IDENTITY', serialized('OneMSP', 'peer')))).to.equal(true)
    expect(one?.satisfies(principal('IDENTITY', serialized('OtherMSP', 'peer')))).to.equal(false)
    expect(one?.satisfies(principal('IDENTITY', serialized('OneMSP', 'client')))).to.equal(false)
    const both = new msp.CombinedPrincipal()
    expect(one?.satisfies(principal('COMBINED', both.serializeBinary()))).to.equal(false)
    both.setPrincipalsList([roleOf('MEMBER'), roleOf('PEER')])
    expect(one?.satisfies(principal('COMBINED', both.serializeBinary()))).to.equal(true)
    both.setPrincipalsList([roleOf('MEMBER'), roleOf('ADMIN')])
    expect(one?.satisfies(principal('COMBINED', both.serializeBinary()))).to.equal(false)
    expect(one?.satisfies(principal('ANONYMITY', new Uint8Array()))).to.equal(false)
    expect(one?.satisfies(principal('ROLE', Buffer.from('ffff', 'hex')))).to.equal(false)
    expect(one?.satisfies(roleOf('PEER', 'OtherMSP'))).to.equal(false)
  })

  it('is found by its name, and nobody by bytes that name no member or hold no certificate', () => {
    const all = new Memberships([memberOf(), memberOf({ mspId: 'TwoMSP' })])
    const serialized = (mspId: string, content: Uint8Array): Uint8Array => {
      const identity = new msp.SerializedIdentity()
      identity.setMspid(mspId)
      identity.setIdBytes(content)
      return identity.serializeBinary()
    }
    expect(all.identify(serialized('TwoMSP', pem('peer')))?.mspId).to.equal('TwoMSP')
    expect(all.identify(serialized('ThreeMSP', pem('peer')))).to.equal(undefined)
    const padded = Buffer.concat([pem('peer'), Buffer.alloc(100_000, 10)])
    expect(all.identify(serialized('OneMSP', padded))?.name).to.equal(memberOf().identify(pem('peer'))?.name)
    expect(all.identify(Buffer.from('ffff', 'hex'))).to.equal(undefined)
  })

  it('is not known by the bare bytes of a certificate, which peers do not take', () => {
    const { raw } = new X509Certificate(pem('peer'))
    expect(memberOf().identify(pem('peer'))).to.not.equal(undefined)
    expect(memberOf().identify(raw)).to.equal(undefined)
  })

  it('is refused with a root or a revocation list that cannot be read', () => {
    expect(() => memberOf({ revocations: ['root'] })).to.throw()
    const broken = Buffer.from(memberBytes())
    broken.write('X', broken.indexOf('BEGIN CERTIFICATE'))
    expect(() => new Membership(broken)).to.throw()
  })
})
