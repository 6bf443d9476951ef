import { common } from '@hyperledger/fabric-protos'
import { readOrNothing } from '../blocks/envelope.ts'
import type { PlaceResults } from '../blocks/results.ts'
import type { Configuration } from './configuration.ts'
import { type Definition, definitionOf } from './definitions.ts'
import type { FormedTransaction, Verdict } from './form.ts'
import type { Identity } from './membership.ts'
import { nobody, type Policy, signaturePolicy, signersOf } from './policies.ts'
import type { State } from './state.ts'

const isWritten = ({ writes, metadataWrites }: PlaceResults): boolean => writes.length + metadataWrites.length > 0

const nameOf = ({ namespace, collection }: PlaceResults, key: Buffer): string =>
  `${namespace}\0${collection}\0${key.toString('latin1')}`

const readKeyPolicy = (bytes: Uint8Array): Policy =>
  readOrNothing(() => signaturePolicy(common.SignaturePolicyEnvelope.deserializeBinary(bytes))) ?? nobody

/** Policies of rows by their bytes: rows are many, policies few. */
const keyPolicies = new Map<string, Policy>()
const keyPoliciesAtMost = 1_000
const keptBytesAtMost = 16 * 1024

const keyPolicy = (bytes: Buffer): Policy => {
  if (bytes.length > keptBytesAtMost) return readKeyPolicy(bytes)
  const name = bytes.toString('latin1')
  const known = keyPolicies.get(name)
  if (known !== undefined) return known
  if (keyPolicies.size >= keyPoliciesAtMost) keyPolicies.clear()
  const policy = readKeyPolicy(bytes)
  keyPolicies.set(name, policy)
  return policy
}

/**
 * Holds the endorsements of a block's transactions, in order, against the policies of the rows that they write: a row's own where it
 * has one, else its collection's, else the chaincode's. All are those that earlier blocks left. A row whose own policy an earlier
 * transaction of the block sets, whatever becomes of that later, can be written by no other of the block.
 */
export class Endorsements {
  readonly #state: State
  readonly #configuration: Configuration
  readonly #definitions = new Map<string, Definition | undefined>()
  /** Rows whose own policy an earlier transaction of the block sets, and was endorsed to set. */
  readonly #changed = new Set<string>()

  constructor(state: State, configuration: Configuration) {
    this.#state = state
    this.#configuration = configuration
  }

  /** Whether the next transaction of the block is endorsed as it must be, and otherwise why not. */
  judge({ action, chaincode, results }: FormedTransaction): Verdict {
    const signers = signersOf(
      action.endorsements.map(({ endorser, signature }) => ({
        ...{ identity: endorser, signature },
        data: Buffer.concat([action.response, endorser]),
      })),
      this.#configuration.memberships,
    )
    const named = new Set([chaincode, ...results.filter(isWritten).map(({ namespace }) => namespace)])
    const verdicts = [...named]
      .toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
      .map((namespace) => this.#judgeOne(namespace, results, signers))
    return verdicts.find((verdict) => verdict !== 'VALID') ?? 'VALID'
  }

  /** The version of a chaincode's definition that earlier blocks left; undefined where it has none. */
  versionOf(chaincode: string): string | undefined {
    return this.#definitionOf(chaincode)?.version
  }

  #judgeOne(namespace: string, all: readonly PlaceResults[], signers: readonly Identity[]): Verdict {
    const definition = this.#definitionOf(namespace)
    if (definition === undefined) return 'INVALID_CHAINCODE'
    const results = all.filter((place) => place.namespace === namespace)
    if (!this.#isEndorsed(definition, results, signers)) return 'ENDORSEMENT_POLICY_FAILURE'
    for (const place of results) for (const { key } of place.metadataWrites) this.#changed.add(nameOf(place, key))
    return 'VALID'
  }

  #isEndorsed(definition: Definition, results: readonly PlaceResults[], signers: readonly Identity[]): boolean {
    const keys = results.flatMap((place) =>
      [...place.writes, ...place.metadataWrites].map(({ key }) => ({ place, key })),
    )
    if (keys.length === 0) return definition.policy(signers)
    const held = new Map<Policy, boolean>()
    return keys.every(({ place, key }) => {
      if (this.#changed.has(nameOf(place, key))) return false
      const own = this.#state.row(place, key)?.policy
      const policy = own === undefined ? policyOf(place, definition) : keyPolicy(own)
      const isHeld = held.get(policy) ?? policy(signers)
      held.set(policy, isHeld)
      return isHeld
    })
  }

  #definitionOf(name: string): Definition | undefined {
    if (!this.#definitions.has(name)) {
      this.#definitions.set(name, definitionOf(this.#state, name, this.#configuration))
    }
    return this.#definitions.get(name)
  }
}

const policyOf = ({ collection }: PlaceResults, definition: Definition): Policy =>
  collection === '' ? definition.policy : (definition.collectionPolicy(collection) ?? nobody)
