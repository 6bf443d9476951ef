import { type Demand, matchers, profiles, traits } from '../../../chaincode/domains/matching/tables.ts'
import { participants, reputations } from '../../../chaincode/domains/registry/tables.ts'
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
/** About so many have a field in common, however many holders there are. */
export const holdersInAField = 200

// Primes, so that no two traits go together, and nothing is drawn: the same holders each time.
const spread = (holder: number, trait: number): number => (holder * 7_919 + trait * 104_729 + holder * trait * 31) % 101

const traitNames = Array.from({ length: traitCount }, (_, place) => `trait-${place}`)
const isNumber = (place: number): boolean => place % 2 === 0
const codes = ['red', 'green', 'blue', 'white', 'black']

/** The name of a holder. */
export const holderNamed = (holder: number): string => `holder-${holder}`

const fieldOf = (holder: number, holders: number): string =>
  `field-${holder % Math.max(1, Math.round(holders / holdersInAField))}`

const rowOf = <T extends Table>(chaincode: string, table: T, record: RecordIn<T>): WrittenRow => ({
  chaincode,
  key: table.keyOf(record),
  value: JSON.stringify(table.codec.encode(record)),
})

/** The rows of a matching service that knows thirty traits, half of them numbers and half codes. */
export const serviceRows = (): WrittenRow[] => [
  rowOf(ledgerChaincode, matchers, { matcher, home, counterparties: 1, status: 'open' }),
  ...traitNames.map((trait, place) =>
    rowOf(ledgerChaincode, traits, {
      ...{ matcher, trait, home, of: 'holder', source: 'declared' },
      ...(isNumber(place) ? { least: 0, most: 100 } : { codes }),
    }),
  ),
]

/** The rows of one holder among so many: its participant, its profile with thirty traits and one field, and its reputation. */
export const holderRows = (holder: number, holders: number, consortium: Consortium): WrittenRow[] => {
  const participant = holderNamed(holder)
  const said = traitNames.map((trait, place) => {
    const value = spread(holder, place)
    return isNumber(place) ? { trait, number: value } : { trait, codes: [codes[value % codes.length] as string] }
  })
  const interactions = BigInt(1 + (holder % 40))
  return [
    rowOf(ledgerChaincode, participants, {
      ...{ participant, type: 'person', home, status: 'active', accepts: 'all', known: [] },
    }),
    rowOf(ledgerChaincode, profiles, {
      ...{ matcher, participant, home, fields: [fieldOf(holder, holders)], traits: said, needs: [], status: 'active' },
    }),
    rowOf(consortium.accountsOf(home), reputations, {
      ...{ participant, home, interactions, successes: interactions / 2n, counterparties: interactions },
      ...{ ratings: interactions, positives: interactions / 3n },
    }),
  ]
}

/** A demand of one field, and of one number that about half of all have. */
export const demandAmong = (turn: number, holders: number): Demand => ({
  ...{ demand: `demand-${turn}`, requester: 'somebody', home, matcher, matcherHome: home, title: 'Something' },
  wanted: [
    { trait: 'field', anyOf: [fieldOf(turn * 7, holders)] },
    { trait: 'trait-0', atLeast: 50 },
  ],
  ...{ goods: [], minHolders: 1, several: false, openedAt: 0n, until: 1n, status: 'open' },
  publicKey: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
})
