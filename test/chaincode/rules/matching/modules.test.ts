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
import { accounts, participants } from '../../../../chaincode/domains/registry/tables.ts'
import { matchOf } from '../../../../chaincode/rules/matching/candidates.ts'
import { openDemand } from '../../../../chaincode/rules/matching/demand.ts'
import { requestOfDemand } from '../../../../chaincode/rules/matching/request.ts'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { Device } from '../../../support/devices.ts'
import { matchmaking } from '../../../support/matched-rows.ts'
import { demand } from '../../../support/matchmaking.ts'
import { accountOf, PresetRows } from '../../../support/preset-rows.ts'

const device = new Device('buyer', ['customer'])
const matcher: Matcher = { matcher: 'finder', home: 'BankMSP', counterparties: 1, status: 'open' }
const now = 1_000n

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
const received = (rows: PresetRows): Demand => {
  const before = rows.view.find(demands, demand)
  if (before !== undefined) return before
  rows.put({ table: matchers, record: matcher })
  rows.decide(openDemand, 'demand.open', { from: 'buyer', body: opening, id: demand, now })
  return rows.view.find(demands, demand) as Demand
}

/** The matching module alone, over a preset database. */
const matchedOver = (rows: PresetRows, database: Candidate[]): Match => {
  const found = matchOf(rank(database, { demand: received(rows), matcher, traits: new Map() }))
  const status = found.found < 2 ? 'no-match' : 'matched'
  const record: Match = {
    ...{ demand, matcher: 'finder', requester: 'buyer', home: 'BankMSP', block: 1n, dropped: [], ...found, status },
  }
  rows.put({ table: matches, record })
  return record
}

/** The sending module alone: the requests that it writes, or the code of its refusal. */
const sent = (rows: PresetRows, to: string): string => {
  rows.put({ table: accounts, record: accountOf('finder') })
  rows.put({ table: participants, record: holder(to).participant })
  const body = { demand, holder: to }
  const code = rows.code(requestOfDemand, 'demand.request', { from: 'finder', body, id: demand, now })
  return code === 'none' ? (rows.view.find(requests, demand, to)?.title ?? 'none') : code
}

describe('the modules of a matching service, each alone', () => {
  it('S1-025 receive a demand, find two or more for it, and send each of them a request', () => {
    const rows = new PresetRows(device)
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
    const found = matchedOver(new PresetRows(device), ['carol', 'bob'].map(holder))
    expect(found).deep.include({ found: 2, chosen: [{ holder: 'bob' }, { holder: 'carol' }], status: 'matched' })
    expect(matchedOver(new PresetRows(device), [])).deep.include({ found: 0, chosen: [], status: 'no-match' })
  })

  it('S1-066 send requests only after a match, and none where there was none', () => {
    const rows = new PresetRows(device)
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
