import { certificates, providers, publications } from '../../../chaincode/domains/certificates/tables.ts'
import { type Demand, matchers, profiles, traits } from '../../../chaincode/domains/matching/tables.ts'
import { participants, reputations } from '../../../chaincode/domains/registry/tables.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { type Consortium, ledgerChaincode } from '../../../chaincode/wire/consortium.ts'
import type { RecordIn, Table } from '../../../chaincode/wire/table.ts'

/** A row as a block writes it. */
export interface WrittenRow {
  chaincode: string
  key: string
  value: string
}

const home = 'BankMSP'
const matcher = 'bench-service'
const traitCount = 30
/** About so many have a field in common, and as many offer goods of one make, however many holders there are. */
export const holdersInAField = 200
const provider = 'bench-provider'
const periods = { accept: 60, ship: 60, deliver: 60, confirm: 60, decide: 60 }

// Primes, so that no two traits go together, and nothing is drawn: the same holders each time.
const spread = (holder: number, trait: number): number => (holder * 7_919 + trait * 104_729 + holder * trait * 31) % 101

const traitNames = Array.from({ length: traitCount }, (_, place) => `trait-${place}`)
const isNumber = (place: number): boolean => place % 2 === 0
const codes = ['red', 'green', 'blue', 'white', 'black']

/** The name of a holder. */
export const holderNamed = (holder: number): string => `holder-${holder}`

const groupsOf = (holders: number): number => Math.max(1, Math.round(holders / holdersInAField))
const fieldOf = (holder: number, holders: number): string => `field-${holder % groupsOf(holders)}`
// Not as fields go, so that who offers a make has many fields.
const makeOf = (holder: number, holders: number): string => `make-${Math.floor(holder / 3) % groupsOf(holders)}`

const rowOf = <T extends Table>(chaincode: string, table: T, record: RecordIn<T>): WrittenRow => ({
  chaincode,
  key: table.keyOf(record),
  value: JSON.stringify(table.codec.encode(record)),
})

/** What the matching service registers: thirty traits of holders, half of them numbers and half codes. */
export const traitBodies: readonly Body<'trait.register'>[] = traitNames.map((trait, place) => ({
  ...{ trait, of: 'holder', source: 'declared' },
  ...(isNumber(place) ? { least: 0, most: 100 } : { codes }),
}))

const traitsOf = (holder: number) =>
  traitNames.map((trait, place) => {
    const value = spread(holder, place)
    return isNumber(place) ? { trait, number: value } : { trait, codes: [codes[value % codes.length] as string] }
  })

/** What one holder among so many says of itself to a service: one field and thirty traits. */
export const profileAmong = (holder: number, holders: number, service: string): Body<'profile.set'> => ({
  ...{ matcher: service, fields: [fieldOf(holder, holders)], traits: traitsOf(holder), needs: [], status: 'active' },
})

/** The rows of a matching service that knows thirty traits. */
export const serviceRows = (): WrittenRow[] => [
  rowOf(ledgerChaincode, matchers, { matcher, home, counterparties: 1, status: 'open' }),
  rowOf(ledgerChaincode, providers, {
    ...{ provider, home, member: 'bench-member', name: 'Provider of the benchmark', addresses: [], status: 'open' },
  }),
  ...traitBodies.map((body) => rowOf(ledgerChaincode, traits, { ...body, matcher, home })),
]

/** The rows of a certificate of goods of one make, and of the word of its holder that it can be had. */
const offerRows = (holder: number, holders: number): WrittenRow[] => {
  const [certificate, participant] = [`certificate-${holder}`, holderNamed(holder)]
  return [
    rowOf(ledgerChaincode, certificates, {
      ...{ certificate, provider, home, item: `item-${holder}`, title: 'Goods', device: 'device', body: 'body' },
      ...{ terms: 'terms', cash: 'CASH', allows: [], expiresAt: 9_000_000_000_000n, exclusive: false, passable: true },
      ...{ periods, traits: [{ trait: 'make', codes: [makeOf(holder, holders)] }], status: 'active' },
    }),
    rowOf(ledgerChaincode, publications, {
      ...{ publication: `publication-${holder}`, certificate, provider, holder: participant, home, status: 'open' },
    }),
  ]
}

/** The rows of one holder among so many: participant, profile with thirty traits and one field, reputation, and goods that it offers. */
export const holderRows = (holder: number, holders: number, consortium: Consortium): WrittenRow[] => {
  const participant = holderNamed(holder)
  const interactions = BigInt(1 + (holder % 40))
  return [
    rowOf(ledgerChaincode, participants, {
      ...{ participant, type: 'person', home, status: 'active', accepts: 'all', known: [] },
    }),
    rowOf(ledgerChaincode, profiles, {
      ...{ ...profileAmong(holder, holders, matcher), participant, home },
    }),
    rowOf(consortium.accountsOf(home), reputations, {
      ...{ participant, home, interactions, successes: interactions / 2n, counterparties: interactions },
      ...{ ratings: interactions, positives: interactions / 3n },
    }),
    ...offerRows(holder, holders),
  ]
}

/** A demand of one number that about half of all have, and of one field; or, where goods are wanted, of one make. */
export const demandAmong = (turn: number, holders: number, isForGoods: boolean): Demand => ({
  ...{ demand: `demand-${turn}`, requester: 'somebody', home, matcher, matcherHome: home, title: 'Something' },
  wanted: [
    ...(isForGoods ? [] : [{ trait: 'field', anyOf: [fieldOf(turn * 7, holders)] }]),
    { trait: 'trait-0', atLeast: 50 },
  ],
  goods: isForGoods ? [{ trait: 'make', anyOf: [makeOf(turn * 7, holders)] }] : [],
  ...{ minHolders: 1, several: false, openedAt: 0n, until: 1n, status: 'open' },
  publicKey: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
})
