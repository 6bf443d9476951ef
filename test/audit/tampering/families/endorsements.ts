import { ledger, peer } from '@hyperledger/fabric-protos'
import { lifecycle } from '../../../../audit/verify/definitions.ts'
import { type Identity, identityOf, revocations } from '../../../support/identities/identities.ts'
import { changeMemberships, withConfiguration, withRevocations } from '../../support/channel/configuration.ts'
import { closed, type OpenTransaction, opened, type Putting } from '../../support/channel/open-transaction.ts'
import type { Base, Place } from '../base.ts'
import { allPeers, flagOf, forgedBlocks, withFlags, withTransaction } from '../forging.ts'
import type { Kind, Kinds } from '../kind.ts'

const shared = { family: 'endorsements and key policies', finds: 'FLAG_DIFFERS' } as const

interface Forging {
  by: Kind['by']
  /** At which calls; any when left out. */
  fits?: (place: Place) => boolean
  change: (open: OpenTransaction, place: Place) => void
  putting?: Putting
  also?: Kind['also']
}

/** A kind that peers would have found invalid, and that stands there as valid. */
const calledValid = (
  { by, fits = () => true, change, putting = {}, also = [] }: Forging,
  of: 'market' | 'recorded' = 'market',
): Kind => ({
  ...{ ...shared, by, also },
  forge: (scene) => {
    const base = scene[of]
    const place = scene.random.any(base.calls.filter(fits))
    if (place === undefined) return undefined
    const blocks = withTransaction(base, place, (open) => change(open, place), { putting })
    return { base, blocks, at: place }
  },
})

const endorsedBy =
  (...identities: readonly Identity[]) =>
  (open: OpenTransaction): void => {
    open.endorsers = identities.map(({ serialized }) => serialized)
  }

const peerOf = (mspId: string): Identity => identityOf(mspId, 'peer')
const [bank, institution, supplier] = ['BankMSP', 'InstitutionMSP', 'SupplierMSP'].map(peerOf) as [
  Identity,
  Identity,
  Identity,
]

/** Among the ledger's own calls those that write rows. */
const writes = ({ call }: Place): boolean => call.writes.length > 0 && call.chaincode !== lifecycle

/** Adds a write of a row to the first chaincode that is written. */
const addWrite = ({ places }: OpenTransaction): void => {
  const rows = places.find((place) => place.rows.getWritesList().length > 0)?.rows as ledger.rwset.kvrwset.KVRWSet
  const write = rows.addWrites()
  write.setKey('supply~AU-9999')
  write.setValue(Buffer.from('{}'))
}

const only = (identity: Identity): Putting => ({ signs: ({ serialized }) => serialized.equals(identity.serialized) })

const endorsers: Kinds = {
  'one endorser, where two are asked for': calledValid({ by: 'a peer', change: endorsedBy(bank), fits: writes }),
  'no endorser at all': calledValid({ by: 'a gateway', change: endorsedBy(), fits: writes }),
  'the same peer twice': calledValid({ by: 'a peer', change: endorsedBy(bank, bank), fits: writes }),
  'two peers of one member': calledValid({
    by: 'a peer',
    change: endorsedBy(bank, identityOf('BankMSP', 'otherPeer')),
    fits: writes,
  }),
  'a gateway in the place of a peer': calledValid({
    by: 'a gateway',
    change: endorsedBy(supplier, identityOf('InstitutionMSP', 'gateway')),
    fits: writes,
  }),
  'a peer of a pretended authority': calledValid({
    by: 'a peer',
    change: endorsedBy(supplier, identityOf('BankMSP', 'impostorPeer')),
    fits: writes,
  }),
  'a peer of no home that has a say in a row': calledValid({
    by: 'a quorum of endorsers',
    // Two are enough for the chaincode, and not for an account whose home is neither.
    fits: ({ call }) => writes({ call } as Place) && call.writes.some(({ chaincode }) => chaincode === 'accounts-bank'),
    change: endorsedBy(institution, supplier),
  }),
  'results that one peer changed, and the others did not sign': calledValid({
    by: 'a peer',
    fits: writes,
    change: (open) => {
      open.endorsers = [bank.serialized, institution.serialized]
      addWrite(open)
    },
    putting: only(bank),
  }),
  'a definition that one member committed alone': calledValid({
    by: 'a peer',
    fits: ({ call }) => call.chaincode === lifecycle && call.writes.length > 0,
    change: endorsedBy(bank),
  }),
  'a peer whose certificate was taken back': {
    ...{ ...shared, by: 'a peer' },
    forge: ({ market, random }) => {
      const place = random.any(market.calls.filter(writes).slice(0, 20))
      if (place === undefined) return undefined
      const blocks = forgedBlocks(market, place.block, (all) => withRevokedEndorser(all, place))
      return { base: market, blocks, at: place }
    },
  },
}

/** Has the bank take a peer back with the channel's first configuration, and that peer endorse all the same. */
const withRevokedEndorser = (all: readonly Base['opened'][number][], { block, transaction }: Place) =>
  all.map((one, at) => {
    if (at === 0) return { ...one, envelopes: one.envelopes.map(withTakenBack) }
    if (at !== block) return one
    const envelopes = one.envelopes.map((bytes, position) => {
      if (position !== transaction) return bytes
      const open = opened(bytes)
      endorsedBy(identityOf('BankMSP', 'revokedPeer'), supplier)(open)
      return closed(open)
    })
    return { ...one, envelopes }
  })

const withTakenBack = (bytes: Uint8Array): Uint8Array =>
  withConfiguration(bytes, (envelope) =>
    changeMemberships(envelope.getConfig()?.getChannelGroup(), (membership) =>
      withRevocations(membership, 'BankMSP', revocations),
    ),
  )

const writeAs =
  (key: string) =>
  (open: OpenTransaction): void => {
    open.endorsers = allPeers()
    const place = open.places.find(({ namespace }) => namespace === 'ledger')
    const write = place?.rows.addWrites()
    write?.setKey(key)
    write?.setValue(Buffer.from('{}'))
  }

const creators: Kinds = {
  'a transaction that its creator did not sign': calledValid({
    by: 'a quorum of endorsers',
    fits: writes,
    change: writeAs('nothing~1'),
    putting: {
      signs: ({ serialized }) => !serialized.equals(identityOf('BankMSP', 'gateway').serialized) && isPeer(serialized),
    },
    also: ['WRITE_UNFOUNDED'],
  }),
  'a creator of a pretended authority': calledValid({
    by: 'a quorum of endorsers',
    fits: writes,
    change: (open) => {
      open.creator = identityOf('BankMSP', 'impostorGateway').serialized
    },
  }),
  'the id that a transaction claims': calledValid({
    by: 'a gateway',
    change: () => {},
    putting: { claimed: 'f'.repeat(64) },
  }),
  'the proposal that endorsers answered': calledValid({
    by: 'a quorum of endorsers',
    change: () => {},
    putting: { proposalHash: Buffer.alloc(32) },
  }),
  'a chaincode that nobody defined': calledValid({
    by: 'a quorum of endorsers',
    fits: writes,
    change: ({ header, action }) => {
      const id = new peer.ChaincodeID()
      id.setName('intruder')
      const extension = new peer.ChaincodeHeaderExtension()
      extension.setChaincodeId(id)
      header.setExtension$(extension.serializeBinary())
      id.setVersion('first')
      action.setChaincodeId(id)
      action.setEvents('')
    },
    also: ['WRITTEN_FROM_OUTSIDE'],
  }),
  'an event of another chaincode': calledValid({
    by: 'a quorum of endorsers',
    fits: ({ call }) => call.event !== undefined,
    change: ({ action }) => {
      const event = peer.ChaincodeEvent.deserializeBinary(action.getEvents_asU8())
      event.setChaincodeId('accounts-bank')
      action.setEvents(event.serializeBinary())
    },
  }),
  'rows of a chaincode named twice': calledValid({
    by: 'a quorum of endorsers',
    fits: writes,
    change: (open) => open.places.push(...open.places.slice(0, 1)),
  }),
  'another channel in a transaction': calledValid({
    by: 'a quorum of endorsers',
    fits: writes,
    change: ({ header }) => header.setChannelId('elsewhere'),
  }),
}

const isPeer = (serialized: Uint8Array): boolean => allPeers().some((one) => Buffer.compare(one, serialized) === 0)

/** Calls of the recorded channel that too few endorsed. */
const policies: Kinds = {
  'a transaction that too few endorsed, called valid': {
    ...{ ...shared, by: 'a peer' },
    forge: ({ recorded, random }) => {
      const flag = flagOf('ENDORSEMENT_POLICY_FAILURE')
      const places = recorded.opened.flatMap(({ metadata }, block) =>
        [...(metadata[2] ?? [])].flatMap((one, transaction) => (one === flag ? [{ block, transaction }] : [])),
      )
      const place = random.one(places)
      const blocks = withFlags(recorded, place.block, (flags) => flags.with(place.transaction, 0))
      return { base: recorded, blocks, at: place }
    },
  },
  'a valid transaction that a peer calls unendorsed': {
    ...{ ...shared, by: 'a peer' },
    forge: ({ market, random }) => {
      const place = random.one(market.calls.filter(writes))
      const blocks = withFlags(market, place.block, (flags) =>
        flags.with(place.transaction, flagOf('ENDORSEMENT_POLICY_FAILURE')),
      )
      return { base: market, blocks, at: place }
    },
  },
  'a chaincode that writes another’s rows, by a quorum': {
    ...{ ...shared, by: 'a quorum of endorsers', finds: 'WRITTEN_FROM_OUTSIDE' },
    forge: ({ recorded, random }) => {
      const place = random.one(recorded.calls.filter(({ call }) => call.chaincode === 'probe'))
      const blocks = withTransaction(recorded, place, (open) => {
        open.endorsers = allPeers()
        const rows = new ledger.rwset.kvrwset.KVRWSet()
        const write = rows.addWrites()
        write.setKey('supply~XY')
        write.setValue(Buffer.from('{}'))
        open.places.push({ namespace: 'ledger', rows, collections: [] })
      })
      return { base: recorded, blocks, at: place, key: 'supply~XY' }
    },
  },
}

/** Who endorsed, by which policy, and who asked. */
export const endorsementKinds: Kinds = { ...endorsers, ...creators, ...policies }
