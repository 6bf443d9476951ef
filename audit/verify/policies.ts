import { common, type msp } from '@hyperledger/fabric-protos'
import type { Identity, Memberships } from './membership.ts'
import { isSignatureOver } from './signatures.ts'

/** Something that somebody signed. */
export interface Signed {
  identity: Uint8Array
  data: Uint8Array
  signature: Uint8Array
}

/** Those of the signers whose signatures are right, each once: what policies are held against. */
export const signersOf = (all: readonly Signed[], memberships: Memberships): Identity[] => {
  const signers = new Map<string, Identity>()
  for (const { identity, data, signature } of all) {
    const signer = memberships.identify(identity)
    if (signer === undefined || signers.has(signer.name)) continue
    if (isSignatureOver(signer.certificate.publicKey, data, signature)) signers.set(signer.name, signer)
  }
  return [...signers.values()]
}

/** Decides whether these signers are enough. */
export type Policy = (signers: readonly Identity[]) => boolean

/** What nobody can satisfy, as peers take a policy that there is not. */
export const nobody: Policy = () => false

/** A rule marks in `used` whom it counted, so that nobody counts twice. */
type Rule = (signers: readonly Identity[], used: boolean[]) => boolean

const signedBy =
  (principal: msp.MSPPrincipal): Rule =>
  (signers, used) => {
    const index = signers.findIndex((signer, at) => !used[at] && signer.satisfies(principal))
    if (index === -1) return false
    used[index] = true
    return true
  }

const outOf =
  (count: number, rules: readonly Rule[]): Rule =>
  (signers, used) => {
    let satisfied = 0
    for (const rule of rules) {
      const tried = [...used]
      if (!rule(signers, tried)) continue
      satisfied += 1
      // Whom a rule counted is taken, also where the whole fails: peers go through them in this order, and never back.
      used.splice(0, used.length, ...tried)
    }
    return satisfied >= count
  }

const nestingAtMost = 64

const ruleOf = (
  policy: common.SignaturePolicy | undefined,
  principals: readonly msp.MSPPrincipal[],
  depth = 0,
): Rule => {
  const several = policy?.getNOutOf()
  if (depth > nestingAtMost) throw new Error('a policy is nested too deep')
  if (several !== undefined) {
    return outOf(
      several.getN(),
      several.getRulesList().map((rule) => ruleOf(rule, principals, depth + 1)),
    )
  }
  const principal = principals[policy?.hasSignedBy() ? policy.getSignedBy() : -1]
  if (principal === undefined) throw new Error('a policy names nobody')
  return signedBy(principal)
}

/** A policy of signatures. Throws where it is none that a peer would take. */
export const signaturePolicy = (envelope: common.SignaturePolicyEnvelope): Policy => {
  if (envelope.getVersion() !== 0) throw new Error('a policy has an unknown version')
  const rule = ruleOf(envelope.getRule(), envelope.getIdentitiesList())
  return (signers) => rule(signers, Array(signers.length).fill(false))
}

const thresholdOf = (rule: number, count: number): number => {
  const rules = common.ImplicitMetaPolicy.Rule
  if (count === 0 || rule === rules.ANY) return Math.min(count, 1)
  return rule === rules.ALL ? count : Math.floor(count / 2) + 1
}

/** The policies of one group of a configuration, and of the groups in it. */
export class PolicyGroup {
  readonly #policies: ReadonlyMap<string, Policy>
  readonly #groups: ReadonlyMap<string, PolicyGroup>

  /** Throws where a policy cannot be read. */
  constructor(group: common.ConfigGroup, depth = 0) {
    if (depth > nestingAtMost) throw new Error('a configuration is nested too deep')
    this.#groups = new Map(
      [...group.getGroupsMap().entries()].map(([name, each]) => [name, new PolicyGroup(each, depth + 1)]),
    )
    this.#policies = new Map(
      [...group.getPoliciesMap().entries()].map(([name, each]) => [name, this.#policyOf(each.getPolicy())]),
    )
  }

  #policyOf(policy: common.Policy | undefined): Policy {
    const types = common.Policy.PolicyType
    if (policy?.getType() === types.SIGNATURE) {
      return signaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8()))
    }
    if (policy?.getType() !== types.IMPLICIT_META) return nobody
    const meta = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8())
    const threshold = thresholdOf(meta.getRule(), this.#groups.size)
    const below = [...this.#groups.values()].map((group) => group.policy([meta.getSubPolicy()]))
    return (signers) => below.filter((one) => one(signers)).length >= threshold
  }

  /** The policy under a path of names from this group on; one that nobody satisfies where there is none. */
  policy([first = '', ...rest]: readonly string[]): Policy {
    if (rest.length === 0) return this.#policies.get(first) ?? nobody
    return this.#groups.get(first)?.policy(rest) ?? nobody
  }
}
