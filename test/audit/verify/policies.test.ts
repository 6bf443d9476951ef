import { generateKeyPairSync, sign } from 'node:crypto'
import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import type { Identity } from '../../../audit/verify/membership.ts'
import { PolicyGroup, signaturePolicy } from '../../../audit/verify/policies.ts'
import { isSignatureOver } from '../../../audit/verify/signatures.ts'
import { certificates, memberOf, roleOf } from '../support/members.ts'

type Rule = number | { of: number; rules: Rule[] }

const ruleOf = (rule: Rule): common.SignaturePolicy => {
  const policy = new common.SignaturePolicy()
  if (typeof rule === 'number') {
    policy.setSignedBy(rule)
    return policy
  }
  const several = new common.SignaturePolicy.NOutOf()
  several.setN(rule.of)
  several.setRulesList(rule.rules.map(ruleOf))
  policy.setNOutOf(several)
  return policy
}

const members = ['OneMSP', 'TwoMSP', 'ThreeMSP']

const envelopeOf = (rule: Rule): common.SignaturePolicyEnvelope => {
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setRule(ruleOf(rule))
  envelope.setIdentitiesList(members.map((mspId) => roleOf('PEER', mspId)))
  return envelope
}

const signer = (mspId: string, name: keyof typeof certificates = 'peer'): Identity => {
  const identity = memberOf({ mspId }).identify(Buffer.from(certificates[name]))
  if (identity === undefined) throw new Error('no certificate')
  return identity
}

describe('a policy of signatures', () => {
  const isEnough = (rule: Rule, ...signers: Identity[]): boolean => signaturePolicy(envelopeOf(rule))(signers)
  const [one, two, three] = members.map((mspId) => signer(mspId)) as [Identity, Identity, Identity]
  const twoOfThree = { of: 2, rules: [0, 1, 2] }

  it('counts members, and nobody twice', () => {
    expect(isEnough(twoOfThree, one, two)).to.equal(true)
    expect(isEnough(twoOfThree, three, one)).to.equal(true)
    expect(isEnough(twoOfThree, one)).to.equal(false)
    expect(isEnough(twoOfThree, one, one)).to.equal(false)
    expect(isEnough({ of: 2, rules: [0, 0] }, one)).to.equal(false)
    expect(isEnough({ of: 0, rules: [] })).to.equal(true)
  })

  it('counts nobody in another role', () => {
    expect(isEnough(twoOfThree, one, signer('TwoMSP', 'client'))).to.equal(false)
  })

  it('goes through nested rules in order, and never back', () => {
    const homeAndOther = { of: 2, rules: [0, { of: 1, rules: [1, 2] }] }
    expect(isEnough(homeAndOther, one, three)).to.equal(true)
    expect(isEnough(homeAndOther, two, three)).to.equal(false)
    // The first rule takes the only signer of the first member, so that the second finds none: so do peers.
    expect(isEnough({ of: 2, rules: [{ of: 1, rules: [0, 1] }, 0] }, one, two)).to.equal(false)
    expect(isEnough({ of: 2, rules: [{ of: 1, rules: [0, 1] }, 2] }, one, two, three)).to.equal(true)
  })

  it('is refused where it names nobody, is nested without end, or is of an unknown version', () => {
    expect(() => signaturePolicy(envelopeOf(3))).to.throw()
    expect(() => signaturePolicy(envelopeOf(-1))).to.throw()
    expect(() => signaturePolicy(new common.SignaturePolicyEnvelope())).to.throw()
    let deep: Rule = 0
    for (let depth = 0; depth < 100; depth += 1) deep = { of: 1, rules: [deep] }
    expect(() => signaturePolicy(envelopeOf(deep))).to.throw()
    const unknown = envelopeOf(0)
    unknown.setVersion(1)
    expect(() => signaturePolicy(unknown)).to.throw()
  })
})

describe('the policies of a configuration', () => {
  const policyOf = (type: number, value: Uint8Array): common.ConfigPolicy => {
    const policy = new common.Policy()
    policy.setType(type)
    policy.setValue(value)
    const named = new common.ConfigPolicy()
    named.setPolicy(policy)
    return named
  }
  const meta = (rule: keyof common.ImplicitMetaPolicy.RuleMap, of: string): common.ConfigPolicy => {
    const content = new common.ImplicitMetaPolicy()
    content.setRule(common.ImplicitMetaPolicy.Rule[rule])
    content.setSubPolicy(of)
    return policyOf(common.Policy.PolicyType.IMPLICIT_META, content.serializeBinary())
  }
  const group = (): common.ConfigGroup => {
    const root = new common.ConfigGroup()
    for (const [index, name] of members.entries()) {
      const member = new common.ConfigGroup()
      const own = policyOf(common.Policy.PolicyType.SIGNATURE, envelopeOf(index).serializeBinary())
      // The third has no such policy, and counts among those of whom a majority is asked.
      if (index < 2) member.getPoliciesMap().set('Own', own)
      root.getGroupsMap().set(name, member)
    }
    for (const rule of ['ANY', 'ALL', 'MAJORITY'] as const) root.getPoliciesMap().set(rule, meta(rule, 'Own'))
    root.getPoliciesMap().set('Unknown', policyOf(common.Policy.PolicyType.MSP, new Uint8Array()))
    return root
  }
  const [one, two] = members.map((mspId) => signer(mspId)) as [Identity, Identity]
  const isEnough = (path: string, ...signers: Identity[]) => new PolicyGroup(group()).policy(path.split('/'))(signers)

  it('are satisfied by any, a majority or all of the groups below', () => {
    expect([isEnough('ANY'), isEnough('ANY', two)]).to.deep.equal([false, true])
    expect([isEnough('MAJORITY', one), isEnough('MAJORITY', one, two)]).to.deep.equal([false, true])
    expect(isEnough('ALL', one, two)).to.equal(false)
  })

  it('are found by their path, and satisfied by nobody where there is none or it is of an unknown kind', () => {
    expect(isEnough('OneMSP/Own', one)).to.equal(true)
    expect(isEnough('OneMSP/Own', two)).to.equal(false)
    expect(isEnough('ThreeMSP/Own', one, two)).to.equal(false)
    expect(isEnough('FourMSP/Own', one, two)).to.equal(false)
    expect(isEnough('Unknown', one, two)).to.equal(false)
  })
})

describe('a signature as Fabric takes it', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
  const data = Buffer.from('signed')
  const integer = (value: bigint): Buffer => {
    const digits = value.toString(16)
    const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
    const content = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
    return Buffer.concat([Buffer.from([2, content.length]), content])
  }
  const derOf = (r: bigint, s: bigint): Buffer => {
    const content = Buffer.concat([integer(r), integer(s)])
    return Buffer.concat([Buffer.from([0x30, content.length]), content])
  }
  const numbers = (): { r: bigint; low: bigint } => {
    const pair = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    const [r, s] = [pair.subarray(0, 32), pair.subarray(32)].map((half) => BigInt(`0x${half.toString('hex')}`)) as [
      bigint,
      bigint,
    ]
    return { r, low: s > order / 2n ? order - s : s }
  }

  it('is right with the second number in the lower half, and no other', () => {
    const { r, low } = numbers()
    expect(isSignatureOver(publicKey, data, derOf(r, low))).to.equal(true)
    expect(isSignatureOver(publicKey, data, derOf(r, order - low))).to.equal(false)
    expect(isSignatureOver(publicKey, Buffer.from('other'), derOf(r, low))).to.equal(false)
  })

  it('is never anything else: rubbish, numbers too large, below one or padded, or of another kind of key', () => {
    const { r, low } = numbers()
    expect(isSignatureOver(publicKey, data, new Uint8Array())).to.equal(false)
    expect(isSignatureOver(publicKey, data, Buffer.from('rubbish'))).to.equal(false)
    expect(isSignatureOver(publicKey, data, derOf(r + 2n ** 300n, low))).to.equal(false)
    expect(isSignatureOver(publicKey, data, derOf(r, low).subarray(0, -1))).to.equal(false)
    const padded = Buffer.concat([Buffer.from([2, 3, 0, 0, 1]), integer(low)])
    expect(isSignatureOver(publicKey, data, Buffer.concat([Buffer.from([0x30, padded.length]), padded]))).to.equal(
      false,
    )
    const other = generateKeyPairSync('ed25519').publicKey
    expect(isSignatureOver(other, data, derOf(r, low))).to.equal(false)
  })
})
