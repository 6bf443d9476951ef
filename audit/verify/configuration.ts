import { common } from '@hyperledger/fabric-protos'
import { Membership, Memberships } from './membership.ts'
import { nobody, type Policy, PolicyGroup } from './policies.ts'

const membersIn = (group: common.ConfigGroup | undefined): Uint8Array[] =>
  [...(group?.getGroupsMap().entries() ?? [])].flatMap(([, member]) => {
    const value = member.getValuesMap().get('MSP')
    return value === undefined ? [] : [value.getValue_asU8()]
  })

/** The configuration of a channel from one block on: its members, and the policies by which it is used and changed. */
export class Configuration {
  readonly sequence: number
  readonly root: common.ConfigGroup
  readonly memberships: Memberships
  readonly #policies: PolicyGroup

  /** Throws where members or policies in it cannot be read: a peer would not take it either. */
  constructor(config: common.Config) {
    const root = config.getChannelGroup()
    if (root === undefined) throw new Error('a configuration has no group')
    this.sequence = config.getSequence()
    this.root = root
    const groups = root.getGroupsMap()
    const members = [...membersIn(groups.get('Orderer')), ...membersIn(groups.get('Application'))]
    this.memberships = new Memberships(members.map((bytes) => new Membership(bytes)))
    this.#policies = new PolicyGroup(root)
  }

  /** The policy of an absolute path, such as /Channel/Application/Writers. */
  policy(path: string): Policy {
    const [, channel, ...names] = path.split('/')
    return channel === 'Channel' ? this.#policies.policy(names) : nobody
  }

  /** The path of an organisation's group of the application, by its member's name; undefined where there is none. */
  applicationPathOf(mspId: string): string | undefined {
    const members = this.root.getGroupsMap().get('Application')?.getGroupsMap()
    for (const [name, group] of members?.entries() ?? []) {
      const value = group.getValuesMap().get('MSP')
      if (value !== undefined && new Membership(value.getValue_asU8()).mspId === mspId)
        return `/Channel/Application/${name}`
    }
    return undefined
  }
}

/** The configuration in the data of an envelope of that type; with the update that it was made by, but for the first one. */
export const readConfiguration = (
  data: Uint8Array,
): { configuration: Configuration; config: common.Config; lastUpdate: common.Envelope | undefined } => {
  const envelope = common.ConfigEnvelope.deserializeBinary(data)
  const config = envelope.getConfig() ?? new common.Config()
  return { configuration: new Configuration(config), config, lastUpdate: envelope.getLastUpdate() }
}
