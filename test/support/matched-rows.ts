import { expect } from 'chai'
import { type Demand, demands, type Match, matches } from '../../chaincode/domains/matching/tables.ts'
import { type Reputation, reputations } from '../../chaincode/domains/registry/tables.ts'
import { type ExpectedMatch, expectedMatch, type MatchedRows } from '../../chaincode/rules/matching/candidates.ts'
import { rowPolicy } from '../../chaincode/state/policy.ts'
import type { Body } from '../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../chaincode/wire/canonical.ts'
import type { RecordIn, Table } from '../../chaincode/wire/table.ts'
import { tableOf } from './endorsement.ts'
import { ledgerFaults } from './invariants.ts'
import { Matchmaking, demand as named } from './matchmaking.ts'
import { Scene } from './scene.ts'

/** All rows of a scene's ledger as it stands, as those who match look at them. */
export const matchedRows = ({ view, ledger }: Scene): MatchedRows => ({
  find: view.find,
  each: <T extends Table>(table: T, ...members: string[]) => {
    const { start, end } = table.range(...members)
    return ledger.keys(start, end).map((key) => table.codec.decode(ledger.row(key) as never) as RecordIn<T>)
  },
})

/** A demand's row. */
export const demandOf = ({ workshop }: Matchmaking, id = named): Demand =>
  workshop.scene.view.find(demands, id) as Demand

/** How a demand was matched; undefined where it was not. */
export const matchOf = ({ workshop }: Matchmaking, id = named): Match | undefined =>
  workshop.scene.view.find(matches, id)

/** What everybody who has the rows comes to, as they stand. */
export const expectedOf = (on: Matchmaking, id = named): ExpectedMatch =>
  expectedMatch(matchedRows(on.workshop.scene), demandOf(on, id)) as ExpectedMatch

/** The body of an honest match: what the rows say, as they stand. */
export const honest = (on: Matchmaking, id = named): Body<'demand.match'> => ({
  ...{ demand: id, block: `${on.workshop.scene.ledger.blocks.length - 1}` },
  ...expectedOf(on, id),
})

/** Puts what folded marks make of somebody: the row, without the interactions that it counts. */
export const reputed = ({ workshop }: Matchmaking, participant: string, counted: Partial<Reputation>): void => {
  const { consortium, state } = workshop.scene.ledger
  const { home } = workshop.scene.account(participant)
  const reputation: Reputation = { participant, home, interactions: 10n, counterparties: 10n, ...counted }
  state.table(tableOf({ chaincode: consortium.accountsOf(home) })).set(reputations.key(participant), {
    value: Buffer.from(canonical(reputations.codec.encode(reputation) as Json)),
    version: { block: 0, position: 0 },
    policy: rowPolicy(consortium, [home]),
  })
}

/** A test with a matching service of its own, after which every invariant must hold. */
export const matchmaking = (play: (on: Matchmaking) => Promise<void>) => async (): Promise<void> => {
  const on = await Matchmaking.open(await Scene.open())
  await play(on)
  expect(ledgerFaults(on.workshop.scene.ledger)).deep.equal([])
}
