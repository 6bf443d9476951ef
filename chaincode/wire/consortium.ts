import { z } from 'zod'

/** What a member may be of the consortium; several members may play one part, and one member several. */
export const memberParts = ['bank', 'institution', 'supplier', 'platform', 'auditor', 'orderer'] as const
export type MemberPart = (typeof memberParts)[number]

// These run a peer and a gateway; an auditor reads through another's, and an orderer orders alone.
const partsWithPeer: readonly MemberPart[] = ['bank', 'institution', 'supplier', 'platform']

const member = z.strictObject({
  mspId: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{1,30}$/)
    .describe('Who the member is to Fabric: what its certificates are issued under.'),
  title: z.string().min(1).max(64).describe('How people call it.'),
  parts: z.array(z.enum(memberParts)).min(1).describe('What it is of the consortium; one member may be several.'),
})

/** The consortium as data (decision 0034): its members, and how many of those with a peer must agree. */
export const consortiumDefinition = z.strictObject({
  members: z.array(member).min(1).max(40).describe('The members, in the order in which all name them.'),
  quorum: z
    .int()
    .min(1)
    .describe('How many members with a peer must endorse; more than half of them when it is left out.')
    .optional(),
})
export type ConsortiumDefinition = z.infer<typeof consortiumDefinition>
export type Member = ConsortiumDefinition['members'][number]

/** The chaincode that everybody asks, and that holds every row but accounts and credits. */
export const ledgerChaincode = 'ledger'

/** The member's name in folders, ports and chaincodes: its MSP id in lower case, without `MSP` at its end. */
export const nameOf = (mspId: string): string => mspId.replace(/MSP$/, '').toLowerCase()

/** True for a member that runs a peer and a gateway. */
export const runsPeer = ({ parts }: Member): boolean => parts.some((part) => partsWithPeer.includes(part))

const pairsOf = (members: readonly Member[]): Pair[] => {
  const playing = (part: MemberPart) => members.filter(({ parts }) => parts.includes(part)).map(({ mspId }) => mspId)
  return playing('bank').flatMap((bank) =>
    playing('institution')
      .filter((institution) => institution !== bank)
      .map((institution) => ({ bank, institution, collection: `pair-${nameOf(bank)}-${nameOf(institution)}` })),
  )
}

/** A bank and an institution, and the private collection that they alone share (design D26). */
export interface Pair {
  bank: string
  institution: string
  collection: string
}

/**
 * Who runs the ledger together. It is part of what the organisations approve, so no transaction reads a row for it, and another list
 * needs a new network (decision 0034). Refuses names that fall together and a quorum that the members with a peer cannot reach.
 */
export class Consortium {
  readonly members: readonly Member[]
  /** How many members with a peer must endorse, change the configuration or approve a chaincode. */
  readonly quorum: number
  /** The members that run peers, by MSP id, in the order of the list: what is theirs needs them and others up to the quorum. */
  readonly peerOrganisations: readonly string[]
  /** Every chaincode whose rows are Assay's: the ledger first, since it says whose home each participant's rows lie with. */
  readonly chaincodes: readonly string[]
  /** Every bank with every institution that is another member; none where more than two must agree, since two alone can decide what they alone read. */
  readonly pairs: readonly Pair[]
  readonly #accounts: ReadonlyMap<string, string>

  constructor({ members, quorum }: ConsortiumDefinition) {
    const names = members.map(({ mspId }) => nameOf(mspId))
    const twice = names.find((name, index) => name === '' || names.indexOf(name) !== index)
    if (twice !== undefined) throw new Error(`two members of the consortium would both be called "${twice}"`)
    this.members = members
    this.peerOrganisations = members.filter(runsPeer).map(({ mspId }) => mspId)
    const count = this.peerOrganisations.length
    this.quorum = quorum ?? Math.floor(count / 2) + 1
    if (count === 0 || this.quorum > count)
      throw new Error(`a quorum of ${this.quorum} cannot be reached by ${count} members with a peer`)
    this.#accounts = new Map(this.peerOrganisations.map((mspId) => [mspId, `accounts-${nameOf(mspId)}`]))
    this.chaincodes = [ledgerChaincode, ...this.#accounts.values()]
    this.pairs = this.quorum > 2 ? [] : pairsOf(members)
  }

  /** The private collections in which a member shares. */
  collectionsWith(mspId: string): string[] {
    return this.pairs
      .filter(({ bank, institution }) => bank === mspId || institution === mspId)
      .map(({ collection }) => collection)
  }

  /** The collection that a bank and an institution share; undefined where the two are no such pair, as when they are one member. */
  collectionOf(bank: string, institution: string): string | undefined {
    return this.pairs.find((one) => one.bank === bank && one.institution === institution)?.collection
  }

  /**
   * The chaincode that holds the accounts and credits of a home, whose definition demands that home's endorsement (decision 0022). Those
   * of an organisation without peers stand in the ledger's own.
   */
  accountsOf(home: string): string {
    return this.#accounts.get(home) ?? ledgerChaincode
  }

  /** True when the member plays the part; false for who is no member. */
  plays(mspId: string, part: MemberPart): boolean {
    return this.members.some((one) => one.mspId === mspId && one.parts.includes(part))
  }
}
