/** A bug as one small change of one source: a text that stands there exactly once, and what stands instead. */
export interface Bug {
  name: string
  /** What would be wrong then, for people. */
  says: string
  file: string
  text: string
  instead: string
}

const rules = 'chaincode/rules'

/** As the first review planted them, and what it had found on running networks by hand. */
const ofTheReview: readonly Bug[] = [
  {
    name: 'fold-without-role',
    says: 'whoever is of the organisation may fold, not its gateway alone',
    file: 'chaincode/contracts/ledger-contract.ts',
    text: "requireAskedAs(stub, name)\n  requireRole(clientIdentity, 'gateway')",
    instead: 'requireAskedAs(stub, name)',
  },
  {
    name: 'fee-rounded-down',
    says: 'a fee loses its broken unit',
    file: `${rules}/amount.ts`,
    text: 'const share = divideUp(',
    instead: 'const share = divideDown(',
  },
  {
    name: 'cost-stays-behind',
    says: 'the cost of what is sold stays with what is left',
    file: `${rules}/account.ts`,
    text: 'cost: holding.cost - (holding.cost * quantity) / total,',
    instead: 'cost: holding.cost,',
  },
  {
    name: 'deadline-one-early',
    says: 'a deadline is over at its own moment',
    file: `${rules}/deadline.ts`,
    text: '=> now > deadline',
    instead: '=> now >= deadline',
  },
  {
    name: 'role-not-asked',
    says: 'any device of the sender will do for every kind',
    file: `${rules}/judge.ts`,
    text: 'if (roles.length === 0 || roles.some((role) => own?.includes(role))) return',
    instead: 'if (roles.length === 0 || own !== undefined) return',
  },
  {
    name: 'order-number-taken-back',
    says: 'the end of an older claim takes back an order number that was claimed anew, which can be paid twice then',
    file: `${rules}/payments/payment.ts`,
    text: 'const isOwn = view.find(paymentOrders, claim.merchant, claim.order)?.payment === payment.payment',
    instead: 'const isOwn = true',
  },
  {
    name: 'refund-to-closed',
    says: 'a refund goes to an account that is frozen or closed',
    file: `${rules}/payments/payment.ts`,
    text: '    requireActive(view, payment.payer)\n',
    instead: '',
  },
  {
    name: 'superseded-quote-trades',
    says: 'an older quote can be traded at beside a newer one',
    file: `${rules}/market/live-quote.ts`,
    text: '  requireNewest(view, found)\n',
    instead: '',
  },
  {
    name: 'key-of-two-accounts',
    says: 'one device key can be given to two accounts',
    file: `${rules}/registry/device-key.ts`,
    text: "  if (view.find(deviceOwners, device) !== undefined) throw new Refusal('device_key_taken', { device })\n",
    instead: '',
  },
  {
    name: 'number-far-ahead',
    says: 'one number at the top leaves a device none',
    file: `${rules}/judge.ts`,
    text: 'return BigInt(number) > most ?',
    instead: 'return number === most.toString() ?',
  },
]

const ofOurOwn: readonly Bug[] = [
  {
    name: 'refund-above-claim',
    says: 'each refund may be as much as the whole claim, whatever was refunded before',
    file: `${rules}/payments/payment.ts`,
    text: 'if (quantity > left)',
    instead: 'if (quantity > claim.quantity)',
  },
  {
    name: 'credit-not-counted',
    says: 'an issuer cannot buy with cash that it was given and that is not folded yet',
    file: 'chaincode/domains/market/refusals.ts',
    text: 'issuer_lacks_cash: { status: 409, recorded: true, shortage: true,',
    instead: 'issuer_lacks_cash: { status: 409, recorded: true,',
  },
  {
    name: 'offer-expires-twice',
    says: 'an offer that is over frees its quantity once more',
    file: `${rules}/agreements/offer.ts`,
    text: '  expired: {},',
    instead: "  expired: { expire: 'expired' },",
  },
  {
    name: 'allowance-not-counted',
    says: 'an approval without a prompt uses up nothing of the day',
    file: `${rules}/day-allowance.ts`,
    text: 'used: usedToday(rule, facts) + 1,',
    instead: 'used: usedToday(rule, facts),',
  },
  {
    name: 'pledge-released-twice',
    says: 'what is released of a pledge can be released once more',
    file: `${rules}/agreements/pledge.ts`,
    text: 'write(pledges, { ...record, quantity: left })',
    instead: 'write(pledges, record)',
  },
  {
    name: 'freeze-ignored-by-acceptance',
    says: 'what somebody who is frozen now had offered or proposed can still be accepted',
    file: `${rules}/agreement.ts`,
    text: '    requireActiveAccount(request.view, textIn(step.record, opener))\n',
    instead: '',
  },
  {
    name: 'retired-with-holdings',
    says: 'a series can be retired while others hold some',
    file: `${rules}/vouchers/voucher.ts`,
    text: 'if (supply !== 0n) throw',
    instead: 'if (supply < 0n) throw',
  },
  {
    name: 'home-not-asked',
    says: 'any organisation’s gateway may submit',
    file: `${rules}/judge.ts`,
    text: 'return home === submitter ? undefined :',
    instead: 'return home !== undefined ? undefined :',
  },
  {
    name: 'policy-without-home',
    says: 'any quorum may change an account, also without its own home',
    file: 'chaincode/state/policy.ts',
    text: 'missing > 0 ? [...required, outOf(missing, further)] : required',
    instead: '[outOf(Math.max(quorum, 1), [...required, ...further])]',
  },
  {
    name: 'case-not-remembered',
    says: 'one case frees what another froze',
    file: `${rules}/vouchers/freeze.ts`,
    text: 'if (before + unnamed + change < 0n)',
    instead: 'if (before + unnamed + change < -frozen)',
  },
  {
    name: 'second-certificate-of-item',
    says: 'an item can have two certificates that count',
    file: `${rules}/certificates/certificate.ts`,
    text: '    requireFreeItem(view, { provider, item: body.item }, facts)\n',
    instead: '',
  },
  {
    name: 'licence-used-after-term',
    says: 'a licence can be used when its term is over',
    file: `${rules}/certificates/using.ts`,
    text: '  requireTerm(instance, facts)\n',
    instead: '',
  },
  {
    name: 'publication-outlives-instance',
    says: 'somebody goes on publishing what it handed on',
    file: `${rules}/certificates/passing.ts`,
    text: '  ...withdrawnWith(view, from),\n',
    instead: '',
  },
  {
    name: 'foreign-link-published',
    says: 'a publication may lead anywhere',
    file: `${rules}/certificates/publication.ts`,
    text: '    if (body.link !== undefined) requireOwnLink(seller, certificate, body.link)\n',
    instead: '',
  },
  {
    name: 'strict-not-asked',
    says: 'the very end of a strict duration is in time',
    file: `${rules}/window.ts`,
    text: "const isShortened = strict && window.form === 'duration'",
    instead: "const isShortened = strict && window.form === 'moment'",
  },
  {
    name: 'pair-counted-again',
    says: 'two participants count for each other again within 30 days',
    file: `${rules}/reputation.ts`,
    text: 'if (before !== undefined && !isPast(',
    instead: 'if (before !== undefined && isPast(',
  },
]

/** What could go wrong with orders of goods: their price, what waits for them, and what was used up. */
const ofPurchases: readonly Bug[] = [
  {
    name: 'price-of-the-buyer',
    says: 'a buyer orders at a price of its own',
    file: `${rules}/commerce/order.ts`,
    text: "  if (termsDigest({ provider, item, cash, price, salt }) !== terms)\n    throw new Refusal('price_terms_differ', { cash, price })\n",
    instead: '',
  },
  {
    name: 'instance-used-twice',
    says: 'what somebody has of a certificate is not used up by an order with it',
    file: `${rules}/commerce/used-instance.ts`,
    text: 'write(instances, consumed(instance))',
    instead: 'write(instances, instance)',
  },
  {
    name: 'exclusive-ordered-twice',
    says: 'an exclusive certificate is ordered by its link once more after it was',
    file: `${rules}/commerce/used-instance.ts`,
    text: 'const taken = certificate.exclusive ? [write(certificates, { ...certificate, given: id })] : []',
    instead: 'const taken: Write[] = []',
  },
  {
    name: 'metal-stays-reserved',
    says: 'a purchase that ends without a sale keeps the metal of its provider',
    file: `${rules}/commerce/holds.ts`,
    text: '[...cash, ...metal].map((hold) => freed(view, hold))',
    instead: 'cash.map((hold) => freed(view, hold))',
  },
  {
    name: 'sale-without-metal',
    says: 'the money goes to the provider, and the metal stays where it is',
    file: `${rules}/commerce/holds.ts`,
    text: '    ...metal.map((hold) => handedOver(view, after, hold)),\n',
    instead: '',
  },
  {
    name: 'completed-too-early',
    says: 'anybody completes what is delivered before the buyer’s time is over',
    file: `${rules}/commerce/purchase.ts`,
    text: '\n  requirePast(after.actBy, facts)\n}',
    instead: '\n}',
  },
  {
    name: 'purchase-refunded-twice',
    says: 'each refund of a purchase may be as much as was got for it, whatever was refunded before',
    file: `${rules}/commerce/aftermath.ts`,
    text: 'const left = captured - after.refunded',
    instead: 'const left = captured',
  },
  {
    name: 'reviewed-again',
    says: 'a buyer reviews the same purchase again and again',
    file: `${rules}/commerce/aftermath.ts`,
    text: "    if (view.find(reviews, purchase) !== undefined) throw new Refusal('already_reviewed', { purchase })\n",
    instead: '',
  },
]

/** What could go wrong where a payment by code settles more than itself. */
const ofSettling: readonly Bug[] = [
  {
    name: 'claimed-metal-stays-reserved',
    says: 'a claim of a buy that ends unpaid keeps the metal of its issuer',
    file: `${rules}/payments/settling.ts`,
    text: "  const leg = { bucket: 'reserved', to: 'available', quantity: buy.quantity } as const\n  return [write(accounts, moved(issuer, buy.voucher, leg))]",
    instead: '  return [write(accounts, issuer)]',
  },
  {
    name: 'order-of-another-paid',
    says: 'a code pays an order that is another buyer’s',
    file: `${rules}/commerce/paid-by-code.ts`,
    text: "  if (buyer !== payer) throw new Refusal('not_the_buyer', { purchase })\n",
    instead: '',
  },
  {
    name: 'paid-order-not-held',
    says: 'what a code pays for an order leaves the payer’s account, and waits nowhere',
    file: `${rules}/payments/settling.ts`,
    text: "payer: moved(sender, voucher, { bucket: 'available', to: 'reserved', quantity }),",
    instead: 'payer: debited(sender, voucher, quantity),',
  },
]

/** What could go wrong with who is found, and with whom a match asks. */
const ofMatching: readonly Bug[] = [
  {
    name: 'dropped-one-stays',
    says: 'a match keeps those who do not fit any more',
    file: `${rules}/matching/match.ts`,
    text: 'body.chosen.filter((one) => !stillFits(view, one, { terms, facts }))',
    instead: 'body.chosen.filter((one) => terms.demand.several && !stillFits(view, one, { terms, facts }))',
  },
  {
    name: 'rate-of-few-known',
    says: 'a rate counts as known below the service’s number of counterparties',
    file: 'chaincode/domains/matching/rank.ts',
    text: '(reputation.counterparties ?? 0n) < BigInt(counterparties)) return undefined',
    instead: '(reputation.counterparties ?? 0n) < BigInt(counterparties - 1)) return undefined',
  },
  {
    name: 'asked-without-match',
    says: 'who was dropped is asked, and who was chosen of a match with nobody',
    file: `${rules}/matching/request.ts`,
    text: "if (chosen === undefined || isDropped || match?.status !== 'matched')",
    instead: 'if (chosen === undefined)',
  },
  {
    name: 'matched-again',
    says: 'a demand is matched once more',
    file: `${rules}/matching/match.ts`,
    text: "    if (view.find(matches, body.demand) !== undefined) throw new Refusal('matched_already', { demand: body.demand })\n",
    instead: '',
  },
  {
    name: 'goods-not-first',
    says: 'who has the better score comes before who has the better goods',
    file: 'chaincode/domains/matching/rank.ts',
    text: '  other.goodsScore - one.goodsScore ||\n  other.score - one.score ||',
    instead: '  other.score - one.score ||\n  other.goodsScore - one.goodsScore ||',
  },
  {
    name: 'early-is-late',
    says: 'an answer before an interval is told to be late',
    file: `${rules}/window.ts`,
    text: "receivedAt < from) return 'early'",
    instead: "receivedAt < from) return 'late'",
  },
]

/** What could go wrong with what is offered, and with what comes of it. */
const ofAnswers: readonly Bug[] = [
  {
    name: 'offered-lock-ignored',
    says: 'something else is done with what somebody may still accept',
    file: `${rules}/certificates/offered.ts`,
    text: "  throw new Refusal('instance_offered', { instance: instance.instance })\n",
    instead: '',
  },
  {
    name: 'not-chosen-accepted',
    says: 'a further answer is accepted of a demand that takes one',
    file: `${rules}/matching/answer.ts`,
    text: '...(demand.several ? [] : [write(demands, fulfilled)]),',
    instead: '',
  },
  {
    name: 'rated-again',
    says: 'one side rates an interaction once more',
    file: `${rules}/matching/interaction.ts`,
    text: "    if (before[member] !== undefined) throw new Refusal('rated_already', { interaction: body.interaction })\n",
    instead: '',
  },
  {
    name: 'success-of-whom',
    says: 'who is rated by its giver gains a mark also where the two do not count',
    file: `${rules}/matching/interaction.ts`,
    text: 'marks: before.counts ? [{',
    instead: 'marks: before.status ? [{',
  },
  {
    name: 'rewarded-again',
    says: 'an interaction is rewarded once more',
    file: `${rules}/matching/reward.ts`,
    text: "    if (view.find(rewards, interaction) !== undefined) throw new Refusal('rewarded_already', { interaction })\n",
    instead: '',
  },
]

/** What could go wrong with trades that a bank takes to an institution. */
const ofTradeChains: readonly Bug[] = [
  {
    name: 'verdict-skipped',
    says: 'a chain goes on whose client is not who it says',
    file: `${rules}/trade-chain/enrich.ts`,
    text: "    if (stamp.verdict === 'failed') return ended(before, 'reject-user', counted(identity, identity.failures + 1))\n",
    instead: '',
  },
  {
    name: 'institution-first',
    says: 'a closed institution ends a chain before it is known who its client is',
    file: `${rules}/trade-chain/enrich.ts`,
    text: '    const identity = identityOf(view, before.client, before.bank)\n',
    instead: `    const identity = identityOf(view, before.client, before.bank)
    if (executorFor(request, before) === undefined) return ended(before, 'reject-institution', [])\n`,
  },
  {
    name: 'failure-not-counted',
    says: 'who fails to show who it is may try for ever',
    file: `${rules}/trade-chain/enrich.ts`,
    text: 'counted(identity, identity.failures + 1)',
    instead: 'counted(identity, identity.failures)',
  },
  {
    name: 'pass-keeps-failures',
    says: 'failures before a pass count on towards the lock',
    file: `${rules}/trade-chain/enrich.ts`,
    text: 'const passed = counted(identity, 0)',
    instead: 'const passed = counted(identity, identity.failures)',
  },
  {
    name: 'position-of-before',
    says: 'the bank names another position than the one that stands',
    file: `${rules}/trade-chain/enrich.ts`,
    text: 'if (BigInt(body.position) === position) return',
    instead: 'if (BigInt(body.position) >= 0n) return',
  },
  {
    name: 'family-not-checked',
    says: 'an institution is sent a family that it does not take',
    file: `${rules}/trade-chain/chain-life.ts`,
    text: "row?.status === 'open' && row.families.includes(family)",
    instead: "row?.status === 'open'",
  },
  {
    name: 'suspended-taken',
    says: 'an institution that takes nothing is sent trades all the same',
    file: `${rules}/trade-chain/chain-life.ts`,
    text: "row?.status === 'open' && row.families.includes(family)",
    instead: 'row?.families.includes(family)',
  },
  {
    name: 'settled-again',
    says: 'a chain is settled a second time',
    file: `${rules}/trade-chain/chain-life.ts`,
    text: '  settled: {},\n',
    instead: "  settled: { settle: 'settled' },\n",
  },
  {
    name: 'grade-of-before',
    says: 'a chain is sent with a grade of another version than the one on record',
    file: `${rules}/trade-chain/send.ts`,
    text: 'if (found.grade !== grade || found.version !== BigInt(gradeVersion))',
    instead: 'if (found.grade !== grade)',
  },
  {
    name: 'pledge-to-a-friend',
    says: 'a pledge to anybody at home at the bank lifts the grade',
    file: `${rules}/trade-chain/weigh.ts`,
    text: ' && pledge.pledgee === grade.lift?.pledgee',
    instead: '',
  },
  {
    name: 'class-as-told',
    says: 'a chain is sent by whatever class its bank names',
    file: `${rules}/trade-chain/send.ts`,
    text: 'const isSo = queue.class === classIn(view, chain, now) && isWaitedFor(',
    instead: 'const isSo = isWaitedFor(',
  },
  {
    name: 'another-first-text',
    says: 'the bank sends another text than its client’s',
    file: `${rules}/trade-chain/send.ts`,
    text: "  if (digestOfConfidential(confidential.first) !== digest) throw new Refusal('chain_terms_differ', {})\n",
    instead: '',
  },
  {
    name: 'expired-sent',
    says: 'a chain is sent behind the moment until which its client wanted that',
    file: `${rules}/trade-chain/send.ts`,
    text: '  requireNotPast(before.expiresAt, facts)\n',
    instead: '',
  },
  {
    name: 'wrong-leg',
    says: 'an institution puts aside cash for what it sells',
    file: `${rules}/trade-chain/holds.ts`,
    text: "if (side === 'sell') return { voucher: cash, quantity: amount }",
    instead: "if (side === 'buy') return { voucher: cash, quantity: amount }",
  },
  {
    name: 'chain-not-freed',
    says: 'what waits for a chain is not free again at its end',
    file: `${rules}/trade-chain/holds.ts`,
    text: 'writes: [write(chains, withoutHold(after)), ...freed(view, after.client, after.held)],',
    instead: 'writes: [write(chains, withoutHold(after))],',
  },
  {
    name: 'rest-not-freed',
    says: 'what a trade did not use of what waited for it stays put aside',
    file: `${rules}/trade-chain/holds.ts`,
    text: 'write: write(accounts, moved(account, voucher, rest)),',
    instead: 'write: write(accounts, account),',
  },
  {
    name: 'answer-of-another-send',
    says: 'an institution answers what it was not sent',
    file: `${rules}/trade-chain/answer.ts`,
    text: "  if (hop.send !== request.body.send) throw new Refusal('not_the_send', {})\n",
    instead: '',
  },
  {
    name: 'late-answer-after-void',
    says: 'an answer counts that comes behind the void',
    file: `${rules}/trade-chain/answer.ts`,
    text: "if (status === 'voided') throw new Refusal('chain_voided', { chain })",
    instead: "if (status === 'voided') return { after: { ...before, status: 'answered' }, hop }",
  },
  {
    name: 'voided-at-once',
    says: 'an auditor voids a chain as soon as its answer is late',
    file: `${rules}/trade-chain/ends.ts`,
    text: '(after.answerBy as bigint) + voidAfterMilliseconds',
    instead: '(after.answerBy as bigint)',
  },
  {
    name: 'settled-blindly',
    says: 'a bank settles a chain by a position that is another one by now',
    file: `${rules}/trade-chain/settle.ts`,
    text: 'if (BigInt(confidential.position) !== position) throw',
    instead: 'if (position < 0n) throw',
  },
  {
    name: 'sold-position-waits',
    says: 'what was sold of a family that is no voucher goes on to wait',
    file: `${rules}/trade-chain/settle.ts`,
    text: "position.reserved - (before.side === 'sell' ? BigInt(first.trade.quantity) : 0n)",
    instead: 'position.reserved',
  },
]

const ofApprovals: readonly Bug[] = [
  {
    name: 'own-checker',
    says: 'who proposed an act approves it as well',
    file: `${rules}/approvals/judge-act.ts`,
    text: "  if (found.maker === sender.participant) throw new Refusal('same_participant', {})\n",
    instead: '',
  },
  {
    name: 'another-act-approved',
    says: 'another act is sent than the one that two people said yes to',
    file: `${rules}/approvals/checked.ts`,
    text: "  if (before.digest !== digestOfAct(kind, act)) throw new Refusal('not_the_act', {})\n",
    instead: '',
  },
  {
    name: 'approval-used-again',
    says: 'an approval serves more than one act',
    file: `${rules}/approvals/checked.ts`,
    text: 'writes: [...(decision.writes ?? []), write(approvals, executed)],',
    instead: "writes: [...(decision.writes ?? []), write(approvals, { ...executed, status: 'approved' })],",
  },
  {
    name: 'limit-not-held',
    says: 'an institution sells at more than the client’s limit',
    file: `${rules}/trade-chain/limit.ts`,
    text: "executed.side === 'buy' ? executed.amount <= limit : executed.amount >= limit",
    instead: "executed.side === 'buy' || executed.amount >= limit",
  },
  {
    name: 'purged-early',
    says: 'what was said of a chain is purged as soon as it is over',
    file: `${rules}/trade-chain/purge.ts`,
    text: '  requirePast((answerBy as bigint) + keptMilliseconds, facts)\n',
    instead: '',
  },
]

/** What could go wrong with who is paid for trades that are brought, and with grades that pledges lift. */
const ofPromotions: readonly Bug[] = [
  {
    name: 'paid-beyond-budget',
    says: 'a campaign promises more than it put aside',
    file: `${rules}/promotions/judge.ts`,
    text: "return campaign.left - campaign.due < amount ? 'budget' : undefined",
    instead: "return campaign.left < amount ? 'budget' : undefined",
  },
  {
    name: 'trade-rewarded-again',
    says: 'a trade earns once more by another promotion, where its campaign pays one of the two alone',
    file: `${rules}/promotions/judge.ts`,
    text: 'const isJudged = rewardLegs.some(',
    instead: 'const isJudged = rewardLegs.every(',
  },
  {
    name: 'own-promotion-rewarded',
    says: 'who promotes to itself earns by it',
    file: `${rules}/promotions/judge.ts`,
    text: "if (trader === 'same' || promotion.promoter === chain.client)",
    instead: "if (trader === 'same')",
  },
  {
    name: 'expired-reward-kept',
    says: 'what was held for somebody too long is put aside for good, and nobody else can earn it',
    file: `${rules}/promotions/campaign.ts`,
    text: '  const due = before.due - amount\n',
    instead: "  const due = before.status === 'open' ? before.due : before.due - amount\n",
  },
  {
    name: 'voided-trade-paid',
    says: 'a reward is paid for a trade that is voided by then',
    file: `${rules}/promotions/reward.ts`,
    text: "    if (!isStanding(view, chain)) throw new Refusal('chain_state_forbids', { chain: chain.chain, status: chain.status })\n    if (before",
    instead: '    if (before',
  },
  {
    name: 'lifted-by-released',
    says: 'a pledge that was released is weighed as one that is locked',
    file: `${rules}/trade-chain/weigh.ts`,
    text: "pledge?.status === 'locked' &&",
    instead: 'pledge !== undefined &&',
  },
]

/** Every planted bug. */
export const bugs: readonly Bug[] = [
  ...[...ofTheReview, ...ofOurOwn, ...ofPurchases, ...ofSettling],
  ...[...ofMatching, ...ofAnswers, ...ofTradeChains, ...ofApprovals, ...ofPromotions],
]

/** The source with the bug in it; refuses a bug whose text does not stand there exactly once, by its name. */
export const plant = (source: string, { name, file, text, instead }: Bug): string => {
  const parts = source.split(text)
  if (parts.length === 2) return parts.join(instead)
  throw new Error(`the bug ${name} is stale: its text stands ${parts.length - 1} times in ${file}`)
}
