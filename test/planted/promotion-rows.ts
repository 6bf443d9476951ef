import type { RowBug } from './row-bug.ts'

const rules = 'chaincode/rules/promotions'
const wire = 'chaincode/wire'
const terminal = 'terminal/sdk/trade-chain/promotion.ts'

/** What could go wrong with promotions as they are made, handed on, and used. */
const ofPromotions: readonly RowBug[] = [
  {
    row: 'S2-045',
    says: 'a promotion need not say its trade',
    file: `${rules}/promotion.ts`,
    text: 'if (terms === undefined || lacksMetal)',
    instead: 'if (terms === undefined && lacksMetal)',
  },
  {
    row: 'S2-046',
    says: 'sound and video are taken for pictures',
    file: `${wire}/authentication.ts`,
    text: "mediaTypeOf(bytes)?.startsWith('image/') === true",
    instead: 'mediaTypeOf(bytes) !== undefined',
  },
  {
    row: 'S2-047',
    says: 'whatever is a text is taken for sound',
    file: `${wire}/authentication.ts`,
    text: "if (type === 'audio' || type === 'video') return",
    instead: "if (type === 'video') return",
  },
  {
    row: 'S2-048',
    says: 'a video may be as large as one likes',
    file: `${wire}/authentication.ts`,
    text: '  if (bytes.length > authenticationBytesMaximum[type]) return false\n',
    instead: "  if (type !== 'video' && bytes.length > authenticationBytesMaximum[type]) return false\n",
  },
  {
    row: 'S2-049',
    says: 'one digit is enough',
    file: `${wire}/authentication.ts`,
    text: '/^[0-9]{4,32}$/',
    instead: '/^[0-9]{1,32}$/',
  },
  {
    row: 'S2-050',
    says: 'bytes that are no text are taken for one',
    file: `${wire}/authentication.ts`,
    text: "new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })",
    instead: "new TextDecoder('utf-8', { ignoreBOM: true })",
  },
  {
    row: 'S2-051',
    says: 'the same trade has the same salt each time, so that its digest is the same',
    file: terminal,
    text: 'toBase64url(crypto.getRandomValues(new Uint8Array(saltBytes)))',
    instead: 'toBase64url(new Uint8Array(saltBytes))',
  },
  {
    row: 'S2-052',
    says: 'a code says another trade than its promoter signed',
    file: terminal,
    text: "  if (promotion.terms !== digestOfTerms(code.terms))\n    throw differs('the code says another trade than its promoter signed')\n",
    instead: '',
  },
  {
    row: 'S2-053',
    says: 'a code that is used up marks trades as before',
    file: terminal,
    text: "return BigInt(used) >= BigInt(usesMaximum) ? 'used up' : undefined",
    instead: "return BigInt(used) > BigInt(usesMaximum) ? 'used up' : undefined",
  },
  {
    row: 'S2-054',
    says: 'whatever is presented at a check is the same',
    file: 'gateway/trade-chain/authentication-store.ts',
    text: ' && digestOf(salt, presented) === digest',
    instead: '',
  },
  {
    row: 'S2-055',
    says: 'a malformed mark is told to nobody',
    file: 'institution/mark.ts',
    text: "if (code === undefined || code.ledger !== ledger) return 'malformed'",
    instead: "if (code === undefined || code.ledger !== ledger) return 'none'",
  },
  {
    row: 'S2-056',
    says: 'a mark that says another trade than its promotion earns',
    file: 'institution/rewards.ts',
    text: "  if (promotion.terms !== task.terms) return { next: 'end', event: 'mark differs' }\n",
    instead: '',
  },
]

/** What could go wrong with what a trade earns. */
const ofRewards: readonly RowBug[] = [
  {
    row: 'S2-057',
    says: 'that nothing was earned is not on record',
    file: `${rules}/judge.ts`,
    text: '...legs.map((leg) => write(tradeRewards, leg))',
    instead: "...legs.filter(({ status }) => status === 'due').map((leg) => write(tradeRewards, leg))",
  },
  {
    row: 'S2-058',
    says: 'a reward for a closed account is refused, and never held nor expired',
    file: `${rules}/reward.ts`,
    text: "    if (before.status === 'due' && !isActive(view, before)) return held(before, facts.now)\n",
    instead: '',
  },
  {
    row: 'S2-059',
    says: 'a reward that is held expires at once',
    file: `${rules}/reward.ts`,
    text: '    requirePast(known.before.heldUntil as bigint, request.facts)\n',
    instead: '',
  },
  {
    row: 'S2-060',
    says: 'a leg that failed is not tried again',
    file: 'institution/rewards.ts',
    text: '    receiver_not_active: receiverMilliseconds,\n',
    instead: '',
  },
  {
    row: 'S2-061',
    says: 'who promotes its own trade under another account earns by it',
    file: `${rules}/judge.ts`,
    text: "if (trader === 'same' || promotion.promoter === chain.client)",
    instead: 'if (promotion.promoter === chain.client)',
  },
  {
    row: 'S2-062',
    says: 'who has too little for what is taken back owes nothing',
    file: `${rules}/reward.ts`,
    text: 'const isEnough = isActive(view, before) && holdingOf(account, cash).available >= amount',
    instead: 'const isEnough = isActive(view, before)',
  },
  {
    row: 'S2-063',
    says: 'a trade is judged again where its campaign pays one of the two alone',
    file: `${rules}/judge.ts`,
    text: 'const isJudged = rewardLegs.some(',
    instead: 'const isJudged = rewardLegs.every(',
  },
  {
    row: 'SX-005',
    says: 'a promotion earns behind its own window, for as long as its campaign lasts',
    file: `${rules}/judge.ts`,
    text: 'until: promotion.endedAt ?? promotion.validUntil',
    instead: 'until: promotion.endedAt ?? campaign.closesAt',
  },
]

/** What could go wrong with promotions and with what they earn. */
export const promotionRowBugs: readonly RowBug[] = [...ofPromotions, ...ofRewards]
