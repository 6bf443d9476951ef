import { common } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { Configuration } from '../../../audit/verify/configuration.ts'
import { updateFault } from '../../../audit/verify/configuration-update.ts'

/** A policy that so many signatures of nobody satisfy: none is asked for, or one that cannot be given. */
const policyOf = (count: 0 | 1, version = 0): common.ConfigPolicy => {
  const several = new common.SignaturePolicy.NOutOf()
  several.setN(count)
  const rule = new common.SignaturePolicy()
  rule.setNOutOf(several)
  const envelope = new common.SignaturePolicyEnvelope()
  envelope.setRule(rule)
  const policy = new common.Policy()
  policy.setType(common.Policy.PolicyType.SIGNATURE)
  policy.setValue(envelope.serializeBinary())
  const named = new common.ConfigPolicy()
  named.setPolicy(policy)
  named.setModPolicy('Admins')
  named.setVersion(version)
  return named
}

const valueAs = (text: string, version = 0, changedBy = 'Admins'): common.ConfigValue => {
  const value = new common.ConfigValue()
  value.setValue(Buffer.from(text))
  value.setVersion(version)
  value.setModPolicy(changedBy)
  return value
}

const group = (
  version: number,
  parts: {
    groups?: Record<string, common.ConfigGroup>
    values?: Record<string, common.ConfigValue>
    policies?: Record<string, common.ConfigPolicy>
  } = {},
): common.ConfigGroup => {
  const one = new common.ConfigGroup()
  one.setVersion(version)
  one.setModPolicy('Admins')
  for (const [name, each] of Object.entries(parts.groups ?? {})) one.getGroupsMap().set(name, each)
  for (const [name, each] of Object.entries(parts.values ?? {})) one.getValuesMap().set(name, each)
  for (const [name, each] of Object.entries(parts.policies ?? {})) one.getPoliciesMap().set(name, each)
  return one
}

const free = () => ({ Admins: policyOf(0), Nobody: policyOf(1) })

/** A channel with two values, one of which nobody may change, and a group in which nobody may change anything. */
const channel = (values: Record<string, common.ConfigValue>, version = 0, groups = ['Open', 'Closed']) =>
  group(version, {
    policies: free(),
    values,
    groups: Object.fromEntries(
      groups.map((name) => [
        name,
        group(0, {
          policies: { Admins: policyOf(name === 'Open' ? 0 : 1) },
          values: { inner: valueAs('1') },
        }),
      ]),
    ),
  })

const values = () => ({ size: valueAs('1'), fixed: valueAs('1', 0, '/Channel/Nobody') })

const configurationOf = (root: common.ConfigGroup, sequence: number): Configuration => {
  const config = new common.Config()
  config.setSequence(sequence)
  config.setChannelGroup(root)
  return new Configuration(config)
}

interface Change {
  read: common.ConfigGroup
  written: common.ConfigGroup
  after: common.ConfigGroup
  sequence?: number
  named?: string
}

const faultOf = ({ read, written, after, sequence = 4, named = 'assay' }: Change): string => {
  const update = new common.ConfigUpdate()
  update.setChannelId(named)
  update.setReadSet(read)
  update.setWriteSet(written)
  const signed = new common.ConfigUpdateEnvelope()
  signed.setConfigUpdate(update.serializeBinary())
  const payload = new common.Payload()
  payload.setData(signed.serializeBinary())
  const lastUpdate = new common.Envelope()
  lastUpdate.setPayload(payload.serializeBinary())
  const by = { channel: 'assay', lastUpdate }
  return updateFault(configurationOf(channel(values()), 3), configurationOf(after, sequence), by) ?? 'none'
}

describe('an update of a configuration', () => {
  const resized = { ...values(), size: valueAs('2', 1) }
  const resize = {
    read: group(0),
    written: group(0, { values: { size: valueAs('2', 1) } }),
    after: channel(resized),
  }

  it('makes the next configuration, and no other', () => {
    expect(faultOf(resize)).to.equal('none')
    expect(faultOf({ ...resize, after: channel(values()) })).to.equal('result')
    expect(faultOf({ ...resize, after: channel({ ...resized, size: valueAs('3', 1) }) })).to.equal('result')
    expect(faultOf({ ...resize, after: channel({ ...resized, more: valueAs('1') }) })).to.equal('result')
    expect(faultOf({ ...resize, sequence: 5 })).to.equal('sequence')
    expect(faultOf({ ...resize, named: 'other' })).to.equal('channel')
  })

  it('changes each part from exactly the version that it has, and changes something', () => {
    const skipping = group(0, { values: { size: valueAs('2', 2) } })
    expect(faultOf({ ...resize, written: skipping })).to.equal('stale')
    expect(faultOf({ ...resize, read: group(1) })).to.equal('stale')
    expect(faultOf({ ...resize, read: group(0, { values: { gone: valueAs('') } }) })).to.equal('stale')
    expect(faultOf({ ...resize, written: group(0), after: channel(values()) })).to.equal('stale')
    const grown = group(0, { values: { more: valueAs('1', 1) } })
    expect(faultOf({ ...resize, written: grown })).to.equal('stale')
  })

  it('is held against the policy of each part that it changes, by a path of its own or within its group', () => {
    const fixed = group(0, { values: { fixed: valueAs('2', 1, '/Channel/Nobody') } })
    expect(faultOf({ ...resize, written: fixed })).to.equal('unauthorised')
    const inner = (name: string) => group(0, { groups: { [name]: group(0, { values: { inner: valueAs('2', 1) } }) } })
    const read = (name: string) => group(0, { groups: { [name]: group(0) } })
    expect(faultOf({ ...resize, read: read('Closed'), written: inner('Closed') })).to.equal('unauthorised')
    const after = channel(values())
    after.getGroupsMap().get('Open')?.getValuesMap().set('inner', valueAs('2', 1))
    expect(faultOf({ read: read('Open'), written: inner('Open'), after })).to.equal('none')
  })

  it('adds and takes away by a new version of the group, whose policy decides', () => {
    const grown = { ...values(), more: valueAs('1') }
    const all = channel(grown, 1)
    expect(faultOf({ read: channel(values()), written: all, after: all })).to.equal('none')
    const fewer = channel(values(), 1, ['Open'])
    expect(faultOf({ read: channel(values()), written: fewer, after: fewer })).to.equal('none')
    expect(faultOf({ read: channel(values()), written: fewer, after: channel(values(), 1) })).to.equal('result')
    // Without a new version of its group, what is added is not reached.
    const added = group(0, { values: { more: valueAs('1') } })
    expect(faultOf({ read: group(0), written: added, after: channel(grown) })).to.equal('result')
  })

  it('is unfounded where it cannot be read', () => {
    const lastUpdate = new common.Envelope()
    lastUpdate.setPayload(Buffer.from('ffff', 'hex'))
    const [before, after] = [configurationOf(channel(values()), 3), configurationOf(channel(resized), 4)]
    expect(updateFault(before, after, { channel: 'assay', lastUpdate })).to.equal('unreadable')
    expect(updateFault(before, after, { channel: 'assay', lastUpdate: undefined })).to.equal('channel')
  })
})
