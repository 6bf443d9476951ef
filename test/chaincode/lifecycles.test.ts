import { expect } from 'chai'
import { offerLifecycle } from '../../chaincode/rules/agreements/offer.ts'
import { pledgeLifecycle } from '../../chaincode/rules/agreements/pledge.ts'
import { type ApprovalEvent, approvalLifecycle } from '../../chaincode/rules/approvals/approval-life.ts'
import { instanceLifecycle } from '../../chaincode/rules/certificates/instance-life.ts'
import { certificateLifecycle } from '../../chaincode/rules/certificates/live-certificate.ts'
import { publicationLifecycle } from '../../chaincode/rules/certificates/publication.ts'
import { purchaseLifecycle } from '../../chaincode/rules/commerce/purchase-life.ts'
import { type Lifecycle, next } from '../../chaincode/rules/lifecycle.ts'
import { orderLifecycle } from '../../chaincode/rules/market/order.ts'
import { answerLifecycle } from '../../chaincode/rules/matching/answer.ts'
import { demandLifecycle } from '../../chaincode/rules/matching/demand.ts'
import { interactionLifecycle } from '../../chaincode/rules/matching/interaction.ts'
import { campaignLifecycle } from '../../chaincode/rules/promotions/campaign.ts'
import { promotionLifecycle } from '../../chaincode/rules/promotions/promotion.ts'
import { type RewardEvent, rewardLifecycle } from '../../chaincode/rules/promotions/reward.ts'
import { deliveryLifecycle } from '../../chaincode/rules/recommendations/delivery.ts'
import { recommendationLifecycle } from '../../chaincode/rules/recommendations/recommendation.ts'
import { type ChainEvent, chainLifecycle } from '../../chaincode/rules/trade-chain/chain-life.ts'

type Cells = Record<string, Record<string, string | undefined>>
const none = undefined

/** Written out by hand: what each table must say for each of its cells. Their walk over the ledger is in the rules' tests. */
const expected: Record<string, { table: Lifecycle<string, string>; cells: Cells }> = {
  'a limit order': {
    table: orderLifecycle,
    cells: {
      open: { fill: 'part-filled', complete: 'filled', cancel: 'cancelled', expire: 'expired' },
      'part-filled': { fill: 'part-filled', complete: 'filled', cancel: 'cancelled', expire: 'expired' },
      filled: { fill: none, complete: none, cancel: none, expire: none },
      cancelled: { fill: none, complete: none, cancel: none, expire: none },
      expired: { fill: none, complete: none, cancel: none, expire: none },
    },
  },
  'an offer': {
    table: offerLifecycle,
    cells: {
      offered: { accept: 'accepted', decline: 'declined', cancel: 'cancelled', expire: 'expired', return: none },
      accepted: { accept: none, decline: none, cancel: none, expire: none, return: 'returned' },
      declined: { accept: none, decline: none, cancel: none, expire: none, return: none },
      cancelled: { accept: none, decline: none, cancel: none, expire: none, return: none },
      expired: { accept: none, decline: none, cancel: none, expire: none, return: none },
      returned: { accept: none, decline: none, cancel: none, expire: none, return: none },
    },
  },
}

expected['a certificate'] = {
  table: certificateLifecycle,
  cells: { active: { revoke: 'revoked' }, revoked: { revoke: none } },
}
expected['what somebody has of a certificate'] = {
  table: instanceLifecycle,
  cells: {
    held: { 'pass-on': 'passed', consume: 'consumed' },
    passed: { 'pass-on': none, consume: none },
    consumed: { 'pass-on': none, consume: none },
  },
}
expected['a publication'] = {
  table: publicationLifecycle,
  cells: { open: { publish: 'open', withdraw: 'withdrawn' }, withdrawn: { publish: 'open', withdraw: none } },
}
expected['a demand'] = {
  table: demandLifecycle,
  cells: {
    open: { withdraw: 'withdrawn', fulfil: 'fulfilled' },
    fulfilled: { withdraw: none, fulfil: none },
    withdrawn: { withdraw: none, fulfil: none },
  },
}

expected['an answer to a demand'] = {
  table: answerLifecycle,
  cells: {
    offered: { accept: 'accepted', reject: 'rejected' },
    declined: { accept: none, reject: none },
    accepted: { accept: none, reject: none },
    rejected: { accept: none, reject: none },
  },
}
expected['an interaction'] = {
  table: interactionLifecycle,
  cells: { accepted: { complete: 'completed', rate: none }, completed: { complete: none, rate: 'completed' } },
}

expected['a recommendation'] = {
  table: recommendationLifecycle,
  cells: { open: { withdraw: 'withdrawn' }, withdrawn: { withdraw: none } },
}
expected['a delivery'] = {
  table: deliveryLifecycle,
  cells: {
    delivered: { accept: 'accepted', reject: 'rejected' },
    'no-certificate': { accept: none, reject: none },
    accepted: { accept: none, reject: none },
    rejected: { accept: none, reject: none },
  },
}

const pledgeEvents = ['accept', 'decline', 'cancel', 'expire', 'release-part', 'release', 'enforce']
const pledgeSteps: Cells = {
  proposed: { accept: 'locked', decline: 'declined', cancel: 'cancelled', expire: 'expired' },
  locked: { 'release-part': 'locked', release: 'released', enforce: 'enforced' },
}
const pledgeStates = ['proposed', 'locked', 'declined', 'cancelled', 'expired', 'released', 'enforced']
expected['a pledge'] = {
  table: pledgeLifecycle,
  cells: Object.fromEntries(
    pledgeStates.map((state) => [
      state,
      Object.fromEntries(pledgeEvents.map((event) => [event, pledgeSteps[state]?.[event]])),
    ]),
  ),
}

const purchaseEvents = [
  ...['pay', 'accept', 'ship', 'deliver', 'complete', 'dispute', 'add-evidence', 'decide', 'refund', 'review'],
  ...['cancel', 'cancel-held', 'reject', 'reject-held', 'expire', 'expire-held'],
]
const purchaseSteps: Cells = {
  ordered: { pay: 'paid', accept: 'accepted', cancel: 'cancelled', reject: 'rejected', expire: 'expired' },
  paid: { accept: 'accepted', 'cancel-held': 'refunded', 'reject-held': 'refunded', 'expire-held': 'refunded' },
  accepted: {
    ...{ ship: 'shipped', dispute: 'disputed', reject: 'rejected' },
    ...{ 'reject-held': 'refunded', expire: 'expired', 'expire-held': 'refunded' },
  },
  shipped: {
    ...{ deliver: 'delivered', complete: 'completed', dispute: 'disputed' },
    ...{ expire: 'expired', 'expire-held': 'refunded' },
  },
  delivered: { complete: 'completed', dispute: 'disputed' },
  disputed: { 'add-evidence': 'disputed', decide: 'decided', 'expire-held': 'refunded' },
  completed: { refund: 'completed', review: 'completed' },
  decided: { refund: 'decided' },
}
const purchaseStates = [
  ...['ordered', 'paid', 'accepted', 'shipped', 'delivered', 'disputed', 'completed', 'decided'],
  ...['rejected', 'cancelled', 'expired', 'refunded'],
]
expected['a purchase'] = {
  table: purchaseLifecycle,
  cells: Object.fromEntries(
    purchaseStates.map((state) => [
      state,
      Object.fromEntries(purchaseEvents.map((event) => [event, purchaseSteps[state]?.[event]])),
    ]),
  ),
}

const chainEvents: ChainEvent[] = [
  ...([
    'reject-user',
    'reject-institution',
    'reject-position',
    'enrich',
    'withdraw',
    'expire',
    'send',
    'answer',
  ] as const),
  ...(['mark-unknown', 'settle', 'refuse', 'conflict', 'void', 'accept', 'give-up'] as const),
]
const chainCells: Cells = {
  received: {
    ...{ 'reject-user': 'user-rejected', 'reject-institution': 'institution-rejected' },
    ...{ 'reject-position': 'position-rejected', enrich: 'enriched', withdraw: 'withdrawn', expire: 'expired' },
  },
  enriched: { send: 'sent', 'reject-position': 'position-rejected', withdraw: 'withdrawn', expire: 'expired' },
  sent: { answer: 'answered', 'mark-unknown': 'unknown', void: 'voided' },
  unknown: { answer: 'answered', void: 'voided' },
  answered: { settle: 'settled', refuse: 'refused', conflict: 'conflict', void: 'voided' },
  conflict: { accept: 'accepted', 'give-up': 'voided', void: 'voided' },
  accepted: { settle: 'settled', conflict: 'conflict', 'give-up': 'voided', void: 'voided' },
}
const chainStates = [
  ...['received', 'enriched', 'sent', 'unknown', 'answered', 'conflict', 'user-rejected', 'institution-rejected'],
  ...['position-rejected', 'withdrawn', 'expired', 'settled', 'refused', 'voided', 'accepted'],
]
expected['a trade chain'] = {
  table: chainLifecycle,
  cells: Object.fromEntries(
    chainStates.map((state) => [
      state,
      Object.fromEntries(chainEvents.map((event) => [event, chainCells[state]?.[event]])),
    ]),
  ),
}

const approvalEvents: ApprovalEvent[] = ['approve', 'execute', 'reject', 'withdraw', 'expire']
const approvalCells: Cells = {
  pending: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' },
  approved: { execute: 'executed', reject: 'rejected', withdraw: 'withdrawn', expire: 'expired' },
}
const approvalStates = ['pending', 'approved', 'executed', 'rejected', 'withdrawn', 'expired']
expected['a proposal'] = {
  table: approvalLifecycle,
  cells: Object.fromEntries(
    approvalStates.map((state) => [
      state,
      Object.fromEntries(approvalEvents.map((event) => [event, approvalCells[state]?.[event]])),
    ]),
  ),
}

expected['a campaign'] = {
  table: campaignLifecycle,
  cells: { open: { close: 'closed' }, closed: { close: none } },
}
expected['a promotion'] = {
  table: promotionLifecycle,
  cells: { open: { end: 'ended' }, ended: { end: none } },
}
const rewardEvents: RewardEvent[] = ['pay', 'hold', 'expire', 'reverse', 'take-back', 'owe']
const rewardCells: Cells = {
  due: { pay: 'paid', hold: 'held', reverse: 'none' },
  held: { pay: 'paid', expire: 'expired', reverse: 'none' },
  paid: { 'take-back': 'taken-back', owe: 'owed' },
  owed: { 'take-back': 'taken-back' },
}
const rewardStates = ['due', 'held', 'paid', 'expired', 'owed', 'taken-back', 'none']
expected['a reward'] = {
  table: rewardLifecycle,
  cells: Object.fromEntries(
    rewardStates.map((state) => [
      state,
      Object.fromEntries(rewardEvents.map((event) => [event, rewardCells[state]?.[event]])),
    ]),
  ),
}

describe('the life of', () => {
  for (const [what, { table, cells }] of Object.entries(expected)) {
    it(`${what} has the states and events of this test and no others`, () => {
      expect(Object.keys(table).sort()).deep.equal(Object.keys(cells).sort())
      const events = Object.keys(Object.values(cells)[0] as object)
      for (const row of Object.values(table)) expect(events).include.members(Object.keys(row))
    })

    for (const [state, row] of Object.entries(cells)) {
      for (const [event, after] of Object.entries(row)) {
        it(`${what}: ${event} when ${state} ${after === undefined ? 'cannot happen' : `leads to ${after}`}`, () => {
          expect(next(table, state, event)).equal(after)
        })
      }
    }
  }
})
