import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { Tally } from '../../market/audit.ts'
import { Day } from '../../market/day.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { consortium } from '../../support/members.ts'
import { runs } from '../../support/runs.ts'

const rules = join(import.meta.dirname, '..', '..', '..', 'chaincode', 'rules')

/** The sources of the rules that name the bucket in which something waits. */
const whoReserve = (): string[] =>
  readdirSync(rules, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && readFileSync(join(rules, file), 'utf8').includes("'reserved'"))
    .sort()

// Besides the account itself and what all agreements share: offers, pledges, orders at a limit, purchases, claims of buys by code, budgets of campaigns, and chains.
const known = [
  ...['account.ts', 'agreement.ts', 'agreements/offer.ts', 'agreements/pledge.ts', 'commerce/holds.ts'],
  ...['commerce/order.ts', 'commerce/purchase.ts', 'market/order.ts', 'payments/payment.ts', 'payments/settling.ts'],
  'promotions/campaign.ts',
  'promotions/reward.ts',
  'trade-chain/holds.ts',
]

describe('what is reserved, of all accounts and of what a pair keeps', () => {
  it('is put aside by no rule but those whose rows are added up here', () => {
    // Who reserves for something else adds what that holds to test/support/holds.ts or pair-holds.ts, and its rule to this list.
    expect(whoReserve()).deep.equal(known)
  })

  it('S2-015 S2-042 is at every moment of a day the sum of what each thing holds that is still open, and nothing else', async function () {
    this.timeout(0)
    const seed = fc.nat({ max: 2 ** 30 })
    const parts = fc.array(fc.integer({ min: 5, max: 40 }), { minLength: 3, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(seed, parts, async (drawn, steps) => {
        const day = await Day.open(consortium, drawn, new Tally())
        let played = 0
        for (const step of steps) {
          played += step
          await day.playPart(played)
          expect(ledgerFaults(day.ledger), `after ${played} instructions`).deep.equal([])
        }
      }),
      runs(8),
    )
  })
})
