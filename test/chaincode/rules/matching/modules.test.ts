import { expect } from 'chai'
import { type Candidate, rank } from '../../../../chaincode/domains/matching/rank.ts'
import {
  type Demand,
  demands,
  type Match,
  type Matcher,
  matchers,
  matches,
  requests,
} from '../../../../chaincode/domains/matching/tables.ts'
import { type Account, accounts, participants } from '../../../../chaincode/domains/registry/tables.ts'
import { matchOf } from '../../../../chaincode/rules/matching/candidates.ts'
import { openDemand } from '../../../../chaincode/rules/matching/demand.ts'
import { requestOfDemand } from '../../../../chaincode/rules/matching/request.ts'
import { type Request, type View, viewOf, type Write } from '../../../../chaincode/rules/rule.ts'
import type { Body, Kind } from '../../../../chaincode/vocabulary.ts'
import { Device } from '../../../support/devices.ts'
import { matchmaking } from '../../../support/matched-rows.ts'
import { demand } from '../../../support/matchmaking.ts'

/** Rows that stand in for a ledger: each module of the service is asked alone over them. */
class Rows {
  readonly #rows = new Map<string, unknown>()

  put({ table, record }: Write): void {
    this.#rows.set(table.keyOf(record as never), record)
  }

  get view(): View {
    return viewOf((_table, key) => this.#rows.get(key))
  }
}

const device = new Device('buyer', ['customer'])
const matcher: Matcher = { matcher: 'finder', home: 'BankMSP', counterparties: 1, status: 'open' }
const accountOf = (participant: string) => ({ participant, home: 'BankMSP' }) as unknown as Account

const asking = <K extends Kind>(rows: Rows, kind: K, { from, body }: { from: string; body: Body<K> }): Request<K> =>
  ({
    ...{ instruction: device.instruction(kind, body, { from }), body, id: demand, sender: accountOf(from) },
    ...{ view: rows.view, facts: { now: 1_000n } },
  }) as unknown as Request<K>

const opening: Body<'demand.open'> = {
  ...{ demand, matcher: 'finder', title: 'A clock', wanted: [{ trait: 'field', anyOf: ['clocks'] }], goods: [] },
  ...{ minHolders: 2, several: false, until: '2000', publicKey: device.publicKey },
}

const holder = (name: string): Candidate => ({
  profile: {
    ...{ matcher: 'finder', participant: name, home: 'BankMSP', fields: ['clocks'], traits: [], needs: [] },
    status: 'active',
  },
  participant: { participant: name, type: 'person', home: 'BankMSP', status: 'active', accepts: 'all', known: [] },
  reputation: undefined,
  certificates: [],
})

/** The receiving module alone: what it makes of a first terminal's demand. */
const received = (rows: Rows): Demand => {
  const before = rows.view.find(demands, demand)
  if (before !== undefined) return before
  rows.put({ table: matchers, record: matcher })
  const { writes = [] } = openDemand.decide(asking(rows, 'demand.open', { from: 'buyer', body: opening }))
  for (const one of writes) rows.put(one)
  return rows.view.find(demands, demand) as Demand
}

/** The matching module alone, over a preset database. */
const matchedOver = (rows: Rows, database: Candidate[]): Match => {
  const found = matchOf(rank(database, { demand: received(rows), matcher, traits: new Map() }))
  const status = found.found < 2 ? 'no-match' : 'matched'
  const record: Match = {
    ...{ demand, matcher: 'finder', requester: 'buyer', home: 'BankMSP', block: 1n, dropped: [], ...found, status },
  }
  rows.put({ table: matches, record })
  return record
}

/** The sending module alone: the requests that it writes, or the code of its refusal. */
const sent = (rows: Rows, to: string): string => {
  rows.put({ table: accounts, record: accountOf('finder') })
  rows.put({ table: participants, record: holder(to).participant })
  try {
    const body = { demand, holder: to }
    const { writes = [] } = requestOfDemand.decide(asking(rows, 'demand.request', { from: 'finder', body }))
    for (const one of writes) rows.put(one)
    return rows.view.find(requests, demand, to)?.title ?? 'none'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('the modules of a matching service, each alone', () => {
  it('S1-025 receive a demand, find two or more for it, and send each of them a request', () => {
    const rows = new Rows()
    expect(matchedOver(rows, ['bob', 'carol', 'dora'].map(holder))).deep.include({ found: 3, status: 'matched' })
    expect(['bob', 'carol', 'dora'].map((name) => sent(rows, name))).deep.equal(['A clock', 'A clock', 'A clock'])
  })

  it(
    'S1-025 take nothing from a terminal without a name or a signature',
    matchmaking(async ({ workshop }) => {
      const { alice, scene } = workshop
      const body = { ...opening, matcher: 'clock-finder', until: workshop.ahead(1_000n) }
      const { demand: _demand, ...nameless } = body
      const without = workshop.instruct(alice, 'demand.open', nameless as typeof body)
      const unsigned = workshop.instruct(alice, 'demand.open', body).replace('A clock', 'A watch')
      const { outcomes } = await scene.apply([without, unsigned], { gateway: 'BankMSP' })
      expect(outcomes.map((one) => ('code' in one ? one.code : one.status))).deep.equal([
        ...['malformed_instruction', 'bad_signature'],
      ])
      expect(scene.view.find(demands, demand)).equal(undefined)
    }),
  )

  it('S1-065 find two or more in a preset database, and nobody in an empty one', () => {
    const found = matchedOver(new Rows(), ['carol', 'bob'].map(holder))
    expect(found).deep.include({ found: 2, chosen: [{ holder: 'bob' }, { holder: 'carol' }], status: 'matched' })
    expect(matchedOver(new Rows(), [])).deep.include({ found: 0, chosen: [], status: 'no-match' })
  })

  it('S1-066 send requests only after a match, and none where there was none', () => {
    const rows = new Rows()
    received(rows)
    expect(sent(rows, 'bob')).equal('not_matched')
    matchedOver(rows, [holder('bob')])
    expect(sent(rows, 'bob')).equal('not_matched')
    matchedOver(rows, ['bob', 'carol'].map(holder))
    expect(sent(rows, 'dora')).equal('not_matched')
    expect(sent(rows, 'bob')).equal('A clock')
    expect(sent(rows, 'bob')).equal('asked_already')
  })
})
