import { common } from '@hyperledger/fabric-protos'
import { Membership, Memberships } from './membership.ts'
import { nobody, type Policy, PolicyGroup } from './policies.ts'

/** The members that a group has, by the name of the group of each. */
const membersIn = (group: common.ConfigGroup | undefined): [name: string, member: Membership][] =>
  [...(group?.getGroupsMap().entries() ?? [])].flatMap(([name, member]) => {
    const value = member.getValuesMap().get('MSP')
    return value === undefined ? [] : [[name, new Membership(value.getValue_asU8())] as [string, Membership]]
  })

/** The configuration of a channel from one block on: its members, and the policies by which it is used and changed. */
export class Configuration {
  readonly sequence: number
  readonly root: common.ConfigGroup
  readonly memberships: Memberships
  readonly #policies: PolicyGroup
  readonly #paths: ReadonlyMap<string, string>

  /** Throws where members or policies in it cannot be read: a peer would not take it either. */
  constructor(config: common.Config) {
    const root = config.getChannelGroup()
    if (root === undefined) throw new Error('a configuration has no group')
    this.sequence = config.getSequence()
    this.root = root
    const [ordering, application] = ['Orderer', 'Application'].map((name) => membersIn(root.getGroupsMap().get(name)))
    const all = [...(ordering ?? []), ...(application ?? [])]
    this.memberships = new Memberships(all.map(([, member]) => member))
    this.#paths = new Map((application ?? []).map(([name, { mspId }]) => [mspId, `/Channel/Application/${name}`]))
    this.#policies = new PolicyGroup(root)
  }

  /** The policy of an absolute path, such as /Channel/Application/Writers. */
  policy(path: string): Policy {
    const [, channel, ...names] = path.split('/')
    return channel === 'Channel' ? this.#policies.policy(names) : nobody
  }

  /** The path of an organisation's group of the application, by its member's name; undefined where there is none. */
  applicationPathOf(mspId: string): string | undefined {
    return this.#paths.get(mspId)
  }
}

/** The configuration in the data of an envelope of that type, and the update that it was made by: none for the first one. */
export const readConfiguration = (
  data: Uint8Array,
): { configuration: Configuration; lastUpdate: common.Envelope | undefined } => {
  const envelope = common.ConfigEnvelope.deserializeBinary(data)
  return {
    configuration: new Configuration(envelope.getConfig() ?? new common.Config()),
    lastUpdate: envelope.getLastUpdate(),
  }
}
