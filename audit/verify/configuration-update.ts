import { common } from '@hyperledger/fabric-protos'
import { readOrNothing } from '../blocks/envelope.ts'
import type { Configuration } from './configuration.ts'
import { signersOf } from './policies.ts'

/** One element of a configuration: a group, a value or a policy. */
interface Element {
  version: number
  /** By which policy it is changed. */
  changedBy: string
  /** The names of the groups from the root to the one that the policy's name counts from. */
  groups: readonly string[]
  /** What it holds: for a group the names in it, else its bytes. */
  content: string
}

/** Elements by kind and path. A path's names hold no character of this kind. */
type Elements = Map<string, Element>

const separator = '\0'
const pathOf = (kind: string, names: readonly string[]): string => [kind, ...names].join(separator)

const namesIn = (group: common.ConfigGroup): string =>
  [group.getGroupsMap(), group.getValuesMap(), group.getPoliciesMap()]
    .map((map) => [...map.keys()].toSorted().join(separator))
    .join('\n')

const policyBytes = (policy: common.Policy | undefined): string =>
  policy === undefined ? '' : `${policy.getType()}:${Buffer.from(policy.getValue_asU8()).toString('hex')}`

const nestingAtMost = 64

/** All elements of a group and of those in it. */
const elementsOf = (group: common.ConfigGroup, names: readonly string[] = [], all: Elements = new Map()): Elements => {
  if (names.length > nestingAtMost) throw new Error('a configuration is nested too deep')
  const put = (kind: string, path: readonly string[], element: Omit<Element, 'groups'>) =>
    all.set(pathOf(kind, path), { ...element, groups: names })
  put('group', names, { version: group.getVersion(), changedBy: group.getModPolicy(), content: namesIn(group) })
  for (const [name, value] of group.getValuesMap().entries()) {
    const content = Buffer.from(value.getValue_asU8()).toString('hex')
    put('value', [...names, name], { version: value.getVersion(), changedBy: value.getModPolicy(), content })
  }
  for (const [name, policy] of group.getPoliciesMap().entries()) {
    const content = policyBytes(policy.getPolicy())
    put('policy', [...names, name], { version: policy.getVersion(), changedBy: policy.getModPolicy(), content })
  }
  for (const [name, each] of group.getGroupsMap().entries()) elementsOf(each, [...names, name], all)
  return all
}

/** The elements that are reached from the root by the names that each group holds: others no longer count. */
const reachable = (all: Elements, names: readonly string[] = [], reached: Elements = new Map()): Elements => {
  const group = all.get(pathOf('group', names))
  if (group === undefined) throw new Error('a group of the new configuration is not there')
  reached.set(pathOf('group', names), group)
  const [groups = '', values = '', policies = ''] = group.content.split('\n')
  for (const [kind, list] of [
    ['value', values],
    ['policy', policies],
  ] as const) {
    for (const name of list.split(separator).filter((one) => one !== '')) {
      const path = pathOf(kind, [...names, name])
      const element = all.get(path)
      if (element === undefined) throw new Error('a part of the new configuration is not there')
      reached.set(path, element)
    }
  }
  for (const name of groups.split(separator).filter((one) => one !== '')) reachable(all, [...names, name], reached)
  return reached
}

/** What a configuration without a policy for a change is changed by: peers put it in. */
const defaultPolicy = 'Admins'

const isEqual = (one: Elements, other: Elements): boolean =>
  one.size === other.size &&
  [...one].every(([path, { version, changedBy, content }]) => {
    const found = other.get(path)
    return (
      found?.version === version &&
      found.content === content &&
      (found.changedBy || defaultPolicy) === (changedBy || defaultPolicy)
    )
  })

/** Why a new configuration does not follow from the one before it. */
export type UpdateFault = 'unreadable' | 'sequence' | 'channel' | 'stale' | 'unauthorised' | 'result'

const policyPath = ({ changedBy, groups }: Element): string =>
  changedBy.startsWith('/') ? changedBy : ['/Channel', ...groups, changedBy].join('/')

/** What the write set changes, against what the read set says that its maker saw. */
const changesIn = (update: common.ConfigUpdate): { read: Elements; changed: Elements } => {
  const read = elementsOf(update.getReadSet() ?? new common.ConfigGroup())
  const written = elementsOf(update.getWriteSet() ?? new common.ConfigGroup())
  const changed = new Map([...written].filter(([path, { version }]) => read.get(path)?.version !== version))
  return { read, changed }
}

const signaturesOf = (signed: common.ConfigUpdateEnvelope) =>
  signed.getSignaturesList().map((one) => ({
    identity: common.SignatureHeader.deserializeBinary(one.getSignatureHeader_asU8()).getCreator_asU8(),
    data: Buffer.concat([one.getSignatureHeader_asU8(), signed.getConfigUpdate_asU8()]),
    signature: one.getSignature_asU8(),
  }))

/** Each change that the signers may make, from exactly the version before it; a new part is its group's matter. */
const areChangesAllowed = (
  changed: Elements,
  { elements, before, signed }: { elements: Elements; before: Configuration; signed: common.ConfigUpdateEnvelope },
): UpdateFault | undefined => {
  const signers = signersOf(signaturesOf(signed), before.memberships)
  for (const [path, { version }] of changed) {
    const existing = elements.get(path)
    if (version !== (existing === undefined ? 0 : existing.version + 1)) return 'stale'
    if (existing !== undefined && !before.policy(policyPath(existing))(signers)) return 'unauthorised'
  }
  return changed.size === 0 ? 'stale' : undefined
}

const updateIn = (envelope: common.Envelope | undefined): common.ConfigUpdateEnvelope => {
  const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array())
  return common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8())
}

const faultOf = (
  before: Configuration,
  after: Configuration,
  { channel, lastUpdate }: { channel: string; lastUpdate: common.Envelope | undefined },
): UpdateFault | undefined => {
  if (after.sequence !== before.sequence + 1) return 'sequence'
  const signed = updateIn(lastUpdate)
  const update = common.ConfigUpdate.deserializeBinary(signed.getConfigUpdate_asU8())
  if (update.getChannelId() !== channel) return 'channel'
  const elements = elementsOf(before.root)
  const { read, changed } = changesIn(update)
  if ([...read].some(([path, { version }]) => elements.get(path)?.version !== version)) return 'stale'
  const fault = areChangesAllowed(changed, { elements, before, signed })
  if (fault !== undefined) return fault
  return isEqual(reachable(new Map([...elements, ...changed])), elementsOf(after.root)) ? undefined : 'result'
}

/**
 * Why a configuration is not what the update that it names makes of the one before it, by the right of who signed that update;
 * undefined where it is.
 */
export const updateFault = (
  before: Configuration,
  after: Configuration,
  by: { channel: string; lastUpdate: common.Envelope | undefined },
): UpdateFault | undefined => {
  const looked = readOrNothing(() => ({ fault: faultOf(before, after, by) }))
  return looked === undefined ? 'unreadable' : looked.fault
}
