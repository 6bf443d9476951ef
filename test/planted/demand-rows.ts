import type { RowBug } from './row-bug.ts'

const matching = 'chaincode/rules/matching'
const ranking = 'chaincode/domains/matching'
const terminal = 'terminal/sdk/matching'

/** What could go wrong with a demand and with who is found for it. */
const ofDemanding: readonly RowBug[] = [
  {
    row: 'S1-001',
    says: 'a demand says nothing of whom it wants',
    file: `${matching}/demand.ts`,
    text: "    if (body.wanted.length === 0) throw new Refusal('demand_traits_required', {})\n",
    instead: '',
  },
  {
    row: 'S1-002',
    says: 'a rate may be wanted above 100 percent',
    file: `${matching}/fit.ts`,
    text: '{ least: 0, most: wholeRate, isCounted: true }',
    instead: '{ least: 0, most: 10 * wholeRate, isCounted: true }',
  },
  {
    row: 'S1-003',
    says: 'what was rated well counts as what succeeded',
    file: `${ranking}/rank.ts`,
    text: "if (rate === 'success-rate') return shareOf(successes, interactions)",
    instead: "if (rate === 'success-rate') return shareOf(positives, interactions)",
  },
  {
    row: 'S1-004',
    says: 'a service that lists its fields takes any field',
    file: `${matching}/fit.ts`,
    text: "{ codes: matcher.fields ?? 'any', isCounted: false }",
    instead: "{ codes: 'any', isCounted: false }",
  },
  {
    row: 'S1-005',
    says: 'whoever has one thing that is wanted fits',
    file: `${ranking}/rank.ts`,
    text: 'if (!terms.demand.wanted.every((one)',
    instead: 'if (!terms.demand.wanted.some((one)',
  },
  {
    row: 'S1-006',
    says: 'a trait of holders is taken for one of goods',
    file: `${matching}/fit.ts`,
    text: 'if (found?.of !== of) throw',
    instead: 'if (found === undefined) throw',
  },
  {
    row: 'S1-007',
    says: 'a demand stays open behind its end',
    file: `${matching}/demand.ts`,
    text: "  if (isPast(demand.until, facts)) throw new Refusal('demand_closed', { demand: demand.demand })\n",
    instead: '',
  },
  {
    row: 'S1-008',
    says: 'one holder is enough, whatever the demand asks for',
    file: `${matching}/match.ts`,
    text: 'left >= demand.minHolders ?',
    instead: 'left >= 1 ?',
  },
  {
    row: 'S1-009',
    says: 'two holders are needed also where one is asked for',
    file: `${matching}/match.ts`,
    text: 'left >= demand.minHolders ?',
    instead: 'left >= Math.max(2, demand.minHolders) ?',
  },
  {
    row: 'S1-010',
    says: 'who could not be asked is not asked again',
    file: 'gateway/services/service-steps.ts',
    text: '    this.#untaken.add(name)\n    this.again()\n',
    instead: '    this.#untaken.add(name)\n',
  },
  {
    row: 'S1-011',
    says: 'bounds that no number lies between are taken',
    file: `${matching}/fit.ts`,
    text: 'if (!isSaid || !isPossible) throw',
    instead: 'if (!isSaid) throw',
  },
  {
    row: 'S1-012',
    says: 'of equal scores the longer record counts for nothing',
    file: `${ranking}/rank.ts`,
    text: '  Number(other.interactions - one.interactions) ||\n',
    instead: '',
  },
  {
    row: 'S1-013',
    says: 'what somebody says of itself stands above what the ledger counted',
    file: `${ranking}/rank.ts`,
    text: "if (source === 'declared') return saidOf(profile.traits, name)",
    instead:
      "if (saidOf(profile.traits, name) !== undefined || source === 'declared') return saidOf(profile.traits, name)",
  },
  {
    row: 'S1-014',
    says: 'who is frozen is found',
    file: `${ranking}/rank.ts`,
    text: "  participant.status === 'active' &&\n",
    instead: '',
  },
  {
    row: 'S1-015',
    says: 'the digest of a list leaves out the scores',
    file: `${ranking}/rank.ts`,
    text: '...[holder, certificate, goodsScore, score, interactions.toString()],',
    instead: '...[holder, certificate],',
  },
  {
    row: 'S1-016',
    says: 'who asks is found for its own demand',
    file: `${ranking}/rank.ts`,
    text: '![demand.requester, demand.matcher].includes(',
    instead: '![demand.matcher].includes(',
  },
  {
    row: 'S1-017',
    says: 'a match is recorded under another block than it was taken at',
    file: `${matching}/match.ts`,
    text: 'const block = BigInt(body.block)',
    instead: 'const block = BigInt(body.block) + 1n',
  },
]

/** What could go wrong with what is offered, and with what comes of it. */
const ofOffering: readonly RowBug[] = [
  {
    row: 'S1-018',
    says: 'whoever knows of a demand answers it',
    file: `${matching}/answer.ts`,
    text: "  if (view.find(requests, demand, holder) === undefined) throw new Refusal('not_asked', { demand })\n",
    instead: '',
  },
  {
    row: 'S1-019',
    says: 'who declined answers all the same',
    file: `${matching}/answer.ts`,
    text: "  if (before !== undefined) throw new Refusal('answer_state_forbids', { demand: id, status: before.status })\n",
    instead: '',
  },
  {
    row: 'S1-025',
    says: 'the server takes what is signed by anybody',
    file: 'chaincode/rules/judge.ts',
    text: "  if (!isSignedBy(device.publicKey, text, signature)) return rejected('bad_signature')\n",
    instead: '',
  },
  {
    row: 'S1-026',
    says: 'an answer to another demand is taken where only its rows are another’s',
    file: `${terminal}/records.ts`,
    text: '    named.every(({ demand }) => demand === id),',
    instead: '    view.demand.demand === id,',
  },
  {
    row: 'S1-027',
    says: 'one demand is accepted several times',
    file: `${matching}/answer.ts`,
    text: '        ...(demand.several ? [] : [write(demands, fulfilled)]),\n',
    instead: '',
  },
  {
    row: 'S1-028',
    says: 'an offer is accepted behind its end',
    file: `${matching}/answer.ts`,
    text: '  requireNotPast(answer.until as bigint, facts)\n',
    instead: '',
  },
  {
    row: 'S1-029',
    says: 'a side rates as often as it likes',
    file: `${matching}/interaction.ts`,
    text: "    if (before[member] !== undefined) throw new Refusal('rated_already', { interaction: body.interaction })\n",
    instead: '',
  },
]

/** What could go wrong with the parts of server and terminal, each alone. */
const ofModules: readonly RowBug[] = [
  {
    row: 'S1-063',
    says: 'whoever knows of a demand accepts in its requester’s place',
    file: `${matching}/demand.ts`,
    text: "  if (demand.requester !== sender) throw new Refusal('not_a_party', { demand: id })\n",
    instead: '',
  },
  {
    row: 'S1-064',
    says: 'the receiving module reads bodies of any media type',
    file: 'gateway/routes/instructions.ts',
    text: "'/v1/instructions', requireJson, express.json({ limit: bodyLimit })",
    instead: "'/v1/instructions', express.json({ limit: bodyLimit, type: () => true })",
  },
  {
    row: 'S1-065',
    says: 'who stored nothing that is wanted is found too',
    file: `${ranking}/conditions.ts`,
    text: 'return had?.codes?.some((code) => anyOf.includes(code)) ?? false',
    instead: 'return had?.codes?.every((code) => anyOf.includes(code)) ?? true',
  },
  {
    row: 'S1-066',
    says: 'requests leave although there was no match',
    file: `${matching}/request.ts`,
    text: "if (chosen === undefined || isDropped || match?.status !== 'matched')",
    instead: 'if (chosen === undefined || isDropped)',
  },
  {
    row: 'S1-067',
    says: 'all demands of a terminal go by one name',
    file: `${terminal}/demand.ts`,
    text: 'toBase64url(crypto.getRandomValues(new Uint8Array(aliasBytes)))',
    instead: 'toBase64url(new Uint8Array(aliasBytes))',
  },
  {
    row: 'S1-068',
    says: 'the key of what was offered is passed on as it came, and not sealed to the terminal’s own devices',
    file: `${terminal}/demand.ts`,
    text: 'return { demand, holder, sealedKey: own }',
    instead: 'return { demand, holder, sealedKey: own && sealedKey }',
  },
]

/** A bug for each row of demands that tests without a network observe. */
export const demandRowBugs: readonly RowBug[] = [...ofDemanding, ...ofOffering, ...ofModules]
