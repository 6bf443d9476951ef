import { approvalKinds } from '../../../chaincode/domains/approvals/kinds.ts'
import { matchingKinds } from '../../../chaincode/domains/matching/kinds.ts'
import { packageKinds } from '../../../chaincode/domains/packages/kinds.ts'
import { promotionKinds } from '../../../chaincode/domains/promotions/kinds.ts'
import { recommendationKinds } from '../../../chaincode/domains/recommendations/kinds.ts'
import { accounts } from '../../../chaincode/domains/registry/tables.ts'
import { tradeChainKinds } from '../../../chaincode/domains/trade-chain/kinds.ts'
import type { Instruction, Kind, StampedKind } from '../../../chaincode/vocabulary.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import type { Device } from '../../support/devices.ts'
import { homeOf, type Sent, wayAmong, weigh } from '../book/clerk.ts'
import { type StampMade, stamped } from '../cast.ts'
import { approvalDraws } from './approvals.ts'
import { certificateDraws } from './certificates.ts'
import { chainDraws } from './chains.ts'
import { demandAnswerDraws } from './demand-answers.ts'
import { demandDraws } from './demands.ts'
import type { Desk, Draft, Draw } from './desk.ts'
import { packageDraws } from './packages.ts'
import { paymentDraws } from './payments.ts'
import { promotionDraws } from './promotions.ts'
import { purchaseDraws } from './purchases.ts'
import { recommendationDraws } from './recommendations.ts'
import { registryDraws } from './registry.ts'
import { tradeChainDraws } from './trade-chain.ts'
import { tradingDraws } from './trading.ts'
import { voucherDraws } from './vouchers.ts'

const draws: { readonly [K in Kind]?: Draw<K> } = {
  ...registryDraws,
  ...voucherDraws,
  ...tradingDraws,
  ...paymentDraws,
  ...certificateDraws,
  ...purchaseDraws,
  ...demandDraws,
  ...demandAnswerDraws,
  ...recommendationDraws,
  ...packageDraws,
  ...tradeChainDraws,
  ...chainDraws,
  ...approvalDraws,
  ...promotionDraws,
}

/** How often each kind is tried, where not as usual, so that what needs others first finds some of them. */
const weights: { readonly [K in Kind]?: number } = {
  ...{ 'participant.register': 4, 'participant.accept': 3, 'participant.freeze': 3, 'participant.unfreeze': 12 },
  ...{ 'participant.close': 4, 'device.add': 3, 'device.rename': 1, 'device.replace': 2, 'device.revoke': 2 },
  'device.set-seal-key': 4,
  ...{ 'voucher.issue': 3, 'voucher.revise': 3, 'voucher.change-functions': 3, 'voucher.increase-supply': 2 },
  ...{
    'voucher.decrease-supply': 5,
    'voucher.retire': 6,
    'voucher.transfer': 14,
    'cash.deposit': 5,
    'cash.withdraw': 4,
  },
  ...{ 'holding.freeze': 5, 'holding.unfreeze': 5, 'transfer.offer': 9, 'transfer.accept': 7, 'transfer.decline': 2 },
  ...{ 'transfer.cancel': 2, 'transfer.expire': 3, 'transfer.return': 3, 'pledge.propose': 9, 'pledge.accept': 8 },
  ...{ 'pledge.decline': 2, 'pledge.cancel': 2, 'pledge.expire': 2, 'pledge.release': 6, 'pledge.enforce': 12 },
  ...{ 'quote.publish': 8, 'quote.withdraw': 1, 'trade.buy': 9, 'trade.sell': 9, 'order.place': 10, 'order.cancel': 3 },
  ...{ 'order.expire': 3, 'order.fill': 14, 'merchant.register': 3, 'merchant.close': 1, 'payment-code.request': 20 },
  ...{
    'payment-code.cancel': 2,
    'payment.claim': 30,
    'payment.approve': 34,
    'payment.decline': 4,
    'payment.expire': 8,
  },
  ...{ 'payment.reverse': 5, 'payment.refund': 16, 'payment.set-prompt-rule': 5 },
  ...{ 'provider.register': 2, 'provider.close': 1, 'certificate.issue': 6, 'certificate.revoke': 1 },
  ...{ 'certificate.grant': 9, 'instance.use': 5, 'instance.publish': 7, 'publication.withdraw': 5 },
  ...{ 'purchase.order': 30, 'purchase.pay': 8, 'purchase.cancel': 2, 'purchase.accept': 20, 'purchase.reject': 5 },
  ...{ 'purchase.ship': 20, 'purchase.deliver': 16, 'purchase.complete': 14, 'purchase.expire': 8 },
  ...{ 'purchase.dispute': 8, 'purchase.add-evidence': 8, 'purchase.decide': 14, 'purchase.refund': 10 },
  ...{ 'purchase.review': 10, 'purchase.set-one-click': 5 },
  ...{ 'matcher.set': 1, 'trait.register': 2, 'profile.set': 5, 'demand.open': 12, 'demand.withdraw': 1 },
  ...{ 'demand.match': 22, 'demand.request': 28, 'demand.answer': 24, 'demand.decline': 2, 'demand.accept': 16 },
  ...{ 'demand.reject': 4, 'interaction.complete': 12, 'interaction.rate': 14, 'interaction.reward': 18 },
  ...{ 'recommendation.open': 10, 'recommendation.withdraw': 1, 'recommendation.match': 14 },
  ...{ 'recommendation.request': 26, 'recommendation.answer': 34, 'recommendation.decline': 2 },
  ...{ 'package.deliver': 20, 'package.revoke': 2, 'package.request': 50, 'package.release': 50 },
  ...{ 'package.open': 50, 'package.reject': 90 },
  ...{
    'grade.set': 64,
    'grade.weigh': 14,
    'position.set': 10,
    'identity.unlock': 20,
    'institution.open': 3,
    'institution.suspend': 1,
  },
  ...{ 'institution.reach': 2, 'bank.reach': 1 },
  ...{ 'chain.open': 15, 'chain.enrich': 24, 'chain.send': 40, 'chain.answer': 36, 'chain.settle': 36 },
  ...{ 'chain.withdraw': 1, 'chain.expire': 2, 'chain.mark-unknown': 30, 'chain.void': 30, 'chain.release': 30 },
  ...{ 'chain.reconcile': 30, 'chain.purge': 20, 'approval.propose': 14, 'approval.approve': 24 },
  ...{ 'approval.reject': 2, 'approval.withdraw': 1, 'approval.expire': 2 },
  ...{ 'campaign.open': 4, 'campaign.close': 1, 'promotion.create': 14, 'promotion.end': 2, 'reward.judge': 80 },
  ...{ 'reward.pay': 16, 'reward.expire': 30, 'reward.take-back': 40 },
  ...{ 'recommendation.deliver': 20, 'recommendation.accept': 16, 'recommendation.reject': 3 },
}

const usualWeight = 9

const isOfChains = (kind: Kind): boolean => kind in tradeChainKinds || kind in approvalKinds
/** The same with what is pledged to the bank, which lifts a grade, and is released again. */
const isOfGrades = (kind: Kind): boolean =>
  isOfChains(kind) || kind === 'pledge.propose' || kind === 'pledge.accept' || kind === 'pledge.release'
/** What it takes from a trade that somebody promoted to a reward that is held, taken back or paid. */
const isOfPromoting = (kind: Kind): boolean =>
  isOfChains(kind) || kind in promotionKinds || kind === 'participant.freeze' || kind === 'participant.unfreeze'
const needsPairs = (kind: Kind): boolean => isOfChains(kind) || kind in promotionKinds
const played = Object.keys({ ...weights, ...draws }) as Kind[]
const isOfMatching = (kind: Kind): boolean => kind in matchingKinds || kind in recommendationKinds
/** What it takes from something that can be recommended to the reward of who did. */
const isOfRecommending = (kind: Kind): boolean =>
  kind in recommendationKinds || kind.startsWith('interaction.') || kind === 'certificate.grant'

/** What it takes from something that can be recommended to a package that was opened for who accepted it. */
const isOfPackages = (kind: Kind): boolean =>
  kind in recommendationKinds || kind in packageKinds || kind === 'certificate.grant' || kind === 'device.set-seal-key'

/**
 * Demands and recommendations take many steps each: on some days most of what is tried is of these, and on others little. A reward lies
 * behind more steps than anything else, so that on some days hardly anything but recommendations is tried.
 */
const weightedAs = (isMuch: (kind: Kind) => boolean, times: number, other: number) =>
  played.map((kind) => [kind, (weights[kind] ?? usualWeight) * (isMuch(kind) ? times : other)] as const)
const days = {
  recommending: weightedAs(isOfRecommending, 16, 1),
  delivering: weightedAs(isOfPackages, 20, 1),
  matching: weightedAs(isOfMatching, 5, 1),
  chaining: weightedAs(isOfGrades, 20, 1),
  promoting: weightedAs(isOfPromoting, 20, 1),
  usual: weightedAs(isOfMatching, 1, 4),
} as const

/** True for the kinds that the market plays. */
export const isPlayed = (kind: Kind): boolean => draws[kind] !== undefined

/** An envelope, with what its makers know of it and where it is sent. */
export interface Posted {
  sent: Sent
  text: string
  gateway: string
  /** The text of its confidential body as it comes along. */
  confidential?: string | undefined
}

/** An instruction that is not signed yet, with the faults that it is to have. */
interface Unsigned {
  instruction: Instruction
  signer: Device
  gateway: string
  stamp?: StampMade
  confidential?: Draft['confidential']
}

const oneDay = 86_400_000n
const stampedKinds: readonly Kind[] = [
  'payment-code.request',
  'payment.claim',
  'recommendation.answer',
  'chain.enrich',
] satisfies StampedKind[]

/** Makes the envelopes of a round: of each kind the drafts that are worth most, some with a fault of their sender's. */
export class Envelopes {
  readonly #desk: Desk
  /** The highest number that each device was given, by its id. */
  readonly #numbers = new Map<string, bigint>()
  readonly #posted: Posted[] = []
  readonly #weighted: typeof days.usual

  constructor(desk: Desk) {
    this.#desk = desk
    const drawn = desk.random.weighted([
      [days.recommending, 18],
      [days.delivering, 20],
      [days.matching, 22],
      ...(desk.hasPairs
        ? ([
            [days.chaining, 16],
            [days.promoting, 36],
          ] as const)
        : []),
      [days.usual, 40],
    ])
    // Where no two members share anything, no chain gets further than its first step.
    this.#weighted = desk.hasPairs ? drawn : drawn.filter(([kind]) => !needsPairs(kind) || kind === 'grade.set')
  }

  /** The next envelope: of some kind, or one that was sent before. */
  next(): Posted {
    const { random } = this.#desk
    const before = this.#posted.slice(-12)
    if (before.length > 0 && random.chance(4)) return random.one(before)
    for (;;) {
      const kind = random.weighted(this.#weighted)
      const unsigned = this.#worthMost(kind)
      if (unsigned === undefined) continue
      const posted = this.#sign(unsigned)
      this.#posted.push(posted)
      return posted
    }
  }

  /**
   * Of a few drafts of a kind one against which nothing speaks, or one thing alone: what a guard that is missing would let pass shows at
   * once. Now and then whichever came first. None where all would be refused, and one was to be honoured.
   */
  #worthMost(kind: Kind): Unsigned | undefined {
    const wanted = this.#desk.random.weighted([
      [0, 55],
      [1, 37],
      [-1, 8],
    ])
    let last: Unsigned | undefined
    for (let tries = 0; tries < 6; tries += 1) {
      const draft = (draws[kind] as Draw<Kind>)(this.#desk)
      if (draft === undefined) return undefined
      last = this.#faulty(this.#unsigned(kind, draft))
      if (wanted < 0 || this.#weight(last) === wanted) return last
    }
    return wanted === 0 ? undefined : last
  }

  #weight({ instruction, signer, gateway, stamp, confidential }: Unsigned): number {
    const isGenuine = signer.id === instruction.device
    const sent = { instruction, id: '', isGenuine, stamp: this.#told(stamp, ''), confidential }
    const { scene } = this.#desk.cast
    const { channel: ledger, consortium } = scene.ledger
    return new Set(
      weigh(this.#desk.book, sent, { ledger, submitter: gateway, now: scene.now, ...wayAmong(consortium) }),
    ).size
  }

  #told(stamp: StampMade | undefined, id: string): Sent['stamp'] {
    if (stamp === undefined) return undefined
    const { by, facts, receivedAt, over } = stamp
    const isGenuine = over === '' || over === id
    return { participant: by.participant, device: by.id, receivedAt, facts: facts as never, isGenuine }
  }

  #unsigned(kind: Kind, { device, body, facts, confidential, receivedAt = this.#desk.now }: Draft): Unsigned {
    const { book, now, cast } = this.#desk
    const highest = book.find(accounts, device.participant)?.devices[device.id]?.highest ?? 0n
    const given = this.#numbers.get(device.id) ?? 0n
    const number = `${(highest > given ? highest : given) + 1n}`
    const head = { ledger: cast.scene.ledger.channel, from: device.participant, device: device.id, number }
    const instruction = { ...head, kind, validUntil: `${now + 60_000n}`, body } as Instruction
    const gateway = homeOf(book, instruction) ?? cast.scene.homes.treasury
    const stamp = facts === undefined ? {} : { stamp: { by: this.#serviceOf(gateway), facts, receivedAt, over: '' } }
    return { instruction, signer: device, gateway, ...stamp, ...(confidential !== undefined && { confidential }) }
  }

  #serviceOf(home: string): Device {
    const { cast, book } = this.#desk
    const isThere = book.find(accounts, 'bank-service')?.home === home
    return cast.first(isThere ? 'bank-service' : 'last-service')
  }

  /** Now and then with a fault that has nothing to do with its kind. */
  #faulty(unsigned: Unsigned): Unsigned {
    const { random } = this.#desk
    if (!random.chance(14)) return unsigned
    const isStamped = unsigned.stamp !== undefined && random.chance(50)
    return isStamped ? this.#wrongStamp(unsigned) : this.#wrongHead(unsigned)
  }

  #wrongHead(unsigned: Unsigned): Unsigned {
    const { random, now, cast, book } = this.#desk
    const { instruction, signer } = unsigned
    const changed = (change: Partial<Instruction>): Unsigned => ({
      ...unsigned,
      instruction: { ...instruction, ...change } as Instruction,
    })
    const other = random.one(
      this.#desk.devicesOf(instruction.from).length > 0 ? this.#desk.devicesOf(instruction.from) : [signer],
    )
    const highest = book.find(accounts, instruction.from)?.devices[signer.id]?.highest ?? 0n
    const number = random.one([
      highest,
      highest - 255n,
      highest - 256n,
      highest - 2n,
      highest + 300n,
      10n ** 17n,
      highest + 7n,
    ])
    const stranger = random.one(cast.devices.get(random.one(this.#desk.everybody)) ?? [signer])
    const validUntil = random.one([now - 1n, now, now + oneDay, now + oneDay + 1n])
    return random.weighted([
      [{ ...changed({ device: other.id, number: this.#numberAfter(other) }), signer: other }, 30],
      [changed({ validUntil: `${validUntil}` }), 20],
      [changed({ number: `${number > 0n ? number : 1n}` }), 20],
      [{ ...unsigned, gateway: random.one(cast.scene.ledger.consortium.peerOrganisations) }, 16],
      [{ ...unsigned, signer: stranger }, 5],
      [changed({ device: stranger.id }), 5],
      [changed({ ledger: 'another' }), 3],
      [this.#withStamp(unsigned), 2],
    ])
  }

  #numberAfter({ id, participant }: Device): string {
    const highest = this.#desk.book.find(accounts, participant)?.devices[id]?.highest ?? 0n
    const given = this.#numbers.get(id) ?? 0n
    return `${(highest > given ? highest : given) + 1n}`
  }

  /** A stamp beside what needs none. */
  #withStamp(unsigned: Unsigned): Unsigned {
    const { now } = this.#desk
    const facts = { payment: digest('none'), codeExpiresAt: `${now}`, keepsOlder: false }
    const isStamped = stampedKinds.includes(unsigned.instruction.kind)
    return isStamped
      ? unsigned
      : { ...unsigned, stamp: { by: this.#serviceOf(unsigned.gateway), facts, receivedAt: now, over: '' } }
  }

  #wrongStamp({ stamp, ...unsigned }: Unsigned): Unsigned {
    if (stamp === undefined) return unsigned
    const { random, now, cast } = this.#desk
    const receivedAt = now + random.one([-30_000n, -30_001n, 5_000n, 5_001n])
    const by = random.one([cast.first('last-service'), cast.first('bank-service'), cast.first('city-bank')])
    const wrong = random.weighted([
      [undefined, 20],
      [{ ...stamp, receivedAt }, 40],
      [{ ...stamp, by }, 25],
      [{ ...stamp, over: digest('another') }, 15],
    ])
    return wrong === undefined ? unsigned : { ...unsigned, stamp: wrong }
  }

  #sign({ instruction, signer, gateway, stamp, confidential }: Unsigned): Posted {
    const id = digest(signingText(instruction))
    const number = BigInt(instruction.number)
    const given = this.#numbers.get(instruction.device) ?? 0n
    // A number far ahead is the sender's fault, and the next ones go on from the others.
    if (number > given && number - given < 10n ** 15n) this.#numbers.set(instruction.device, number)
    const plain = signer.sign(instruction)
    const text = stamp === undefined ? plain : stamped(plain, { ...stamp, over: stamp.over === '' ? id : stamp.over })
    const isGenuine = signer.id === instruction.device
    const sent = { instruction, id, isGenuine, stamp: this.#told(stamp, id), confidential }
    return { sent, text, gateway, confidential: confidential?.text }
  }
}
