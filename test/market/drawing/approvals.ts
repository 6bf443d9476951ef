import { pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { type Approval, approvals } from '../../../chaincode/domains/approvals/tables.ts'
import { type Chain, chains, grades, identities } from '../../../chaincode/domains/trade-chain/tables.ts'
import { creditGrades } from '../../../chaincode/domains/trade-chain/terms.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { customers, series } from '../cast.ts'
import { isRewarded, someClientOfChains, someInstitution } from './chain-people.ts'
import type { Desk, Draft, Draw } from './desk.ts'

const sixDays = 518_400_000n
const open: readonly Approval['status'][] = ['pending', 'approved']

type ActKind = 'identity.unlock' | 'chain.reconcile' | 'grade.set'
/** A kind that needs two people, with what its act says. */
type Act = { [K in ActKind]: { kind: K; body: Omit<Body<K>, 'approval'> } }[ActKind]

const anyOfChains = (desk: Desk): Pick<Chain, 'client' | 'institution'> & { family?: string } => ({
  ...{ client: someClientOfChains(desk), institution: someInstitution(desk) },
})

/** Mostly the client of a chain that waits for something to be on record, and else seldom any. */
export const lacking = (
  desk: Desk,
  isLacking: (chain: Chain) => boolean,
): ReturnType<typeof anyOfChains> | undefined => {
  const waiting = desk.book.all(chains).filter(({ status }) => status === 'received' || status === 'enriched')
  const found = desk.random.chance(80) ? desk.random.any(waiting.filter(isLacking)) : undefined
  return found ?? (desk.random.chance(12) ? anyOfChains(desk) : undefined)
}

/** Who holds for the bank: mostly one at home with it to whom the client has pledged something, and hardly ever just anybody. */
const somePledgee = (desk: Desk, client: string): string => {
  const { random, book } = desk
  const bank = desk.cast.scene.ledger.consortium.pairs[0]?.bank
  const own = book.all(pledges).filter((one) => one.holder === client && one.pledgeeHome === bank)
  const locked = own.filter(({ status }) => status === 'locked')
  const found = random.chance(90) ? random.any(random.chance(85) ? locked : own)?.pledgee : undefined
  return found ?? (random.chance(80) ? 'city-bank' : random.one([...customers, 'nobody-known']))
}

/** What an officer says of a client before an institution, with what pledges lift it by or without. */
export const gradeAct = (desk: Desk): Omit<Body<'grade.set'>, 'approval'> | undefined => {
  const isUngraded = ({ bank, institution, client }: Chain) =>
    desk.book.find(grades, bank, institution, client) === undefined
  const of = lacking(desk, isUngraded)
  if (of === undefined) return undefined
  const { random } = desk
  const cash = random.one([series.yuan, series.euro])
  const lift = {
    pledgee: somePledgee(desk, of.client),
    cash,
    each: `${1 + random.below(20_000)}`,
    most: 1 + random.below(6),
  }
  const words = { grade: random.one(creditGrades), ...(random.chance(60) ? { lift } : {}) }
  const said = { ...words, salt: digest(desk.name('salt')) }
  const text = confidentialText(said as never)
  const confidential = digestOfConfidential(text)
  desk.proposedTexts.set(confidential, { said, text })
  const { client, institution } = of
  return { client, institution, confidential }
}

const isInConflict = ({ status }: Chain): boolean => status === 'conflict'
const isToBeDecided = ({ status }: Chain): boolean => ['conflict', 'received', 'enriched'].includes(status)

/** How a conflict is to end, those first by which somebody earned something: only what is undone is taken back. */
const conflictAct = (desk: Desk): Act | undefined => {
  const { random, book } = desk
  const conflicts = book.all(chains).filter(isInConflict)
  const found = random.any(conflicts.filter((one) => isRewarded(desk, one))) ?? random.any(conflicts)
  if (found === undefined || random.chance(25)) return undefined
  const verdict = random.chance(isRewarded(desk, found) ? 15 : 65) ? ('settle' as const) : ('void' as const)
  return { kind: 'chain.reconcile', body: { chain: desk.named(found.chain), verdict } }
}

/** To end a conflict; to grade a client whose trade waits for that; or to free a client that failed. */
const someAct = (desk: Desk): Act => {
  const { random, book } = desk
  const reconciling = conflictAct(desk)
  if (reconciling !== undefined) return reconciling
  const graded = desk.hasPairs && random.chance(70) ? gradeAct(desk) : undefined
  if (graded !== undefined) return { kind: 'grade.set', body: graded }
  const failed = book.all(identities).filter(({ failures }) => failures > 0)
  const client =
    (random.chance(70) ? random.any(failed)?.client : undefined) ?? random.one([...customers, 'nobody-known'])
  return { kind: 'identity.unlock', body: { client } }
}

/** What nobody has to approve, or is no act of its kind. */
const unfitActs = [
  { kind: 'voucher.transfer', act: '{}' },
  { kind: 'made-up.kind', act: '{}' },
  { kind: 'identity.unlock', act: '{"client": "alice"}' },
  { kind: 'identity.unlock', act: 'alice' },
  { kind: 'identity.unlock', act: '{}' },
  { kind: 'chain.reconcile', act: canonical({ chain: digest('a chain'), verdict: 'both' }) },
  { kind: 'identity.unlock', act: canonical({ approval: digest('a proposal'), client: 'alice' }) },
] as const

const proposalIn = (desk: Desk, ...states: readonly Approval['status'][]): Approval | undefined =>
  desk.record(desk.book.all(approvals), ({ status }) => states.includes(status))

const expiry = (desk: Desk): string => {
  if (desk.random.chance(75)) return `${desk.now + sixDays}`
  return desk.random.chance(90) ? desk.deadline() : `${desk.now + sixDays + sixDays}`
}

/** What is proposed: something new, now and then what was proposed before, and hardly ever what is no such act. */
const someProposal = (desk: Desk): { kind: string; act: string } => {
  if (desk.random.chance(14)) return desk.random.one(unfitActs)
  const before = desk.random.chance(15) ? proposalIn(desk, ...open) : undefined
  if (before !== undefined) return { kind: before.kind, act: before.act }
  const { kind, body } = someAct(desk)
  return { kind, act: canonical(body) }
}

// Seldom where nothing but a client is to be freed.
const propose: Draw<'approval.propose'> = (desk) =>
  desk.random.chance(desk.book.all(chains).some(isToBeDecided) ? 100 : 50)
    ? {
        device: desk.deviceOf(desk.mostly(desk.officer()), 'credit'),
        body: { ...someProposal(desk), expiresAt: expiry(desk) },
      }
    : undefined

/** An officer who may judge what another proposed; now and then who proposed it. */
const checker = (desk: Desk, { maker }: Approval) => {
  const other = desk.officer((one) => one !== maker)
  return desk.deviceOf(desk.random.chance(90) ? desk.mostly(other) : maker, 'credit')
}

const approve: Draw<'approval.approve'> = (desk) => {
  const isOfChain = ({ status, kind }: Approval) => status === 'pending' && kind !== 'identity.unlock'
  const ofChain = desk.random.chance(60) ? desk.random.any(desk.book.all(approvals).filter(isOfChain)) : undefined
  const found = ofChain ?? proposalIn(desk, 'pending')
  if (found === undefined) return undefined
  const read = desk.random.chance(94) ? found.digest : digest('another act')
  return { device: checker(desk, found), body: { approval: desk.named(found.approval), digest: read } }
}

const reject: Draw<'approval.reject'> = (desk) => {
  const found = proposalIn(desk, ...open)
  return found === undefined
    ? undefined
    : { device: checker(desk, found), body: { approval: desk.named(found.approval) } }
}

const withdraw: Draw<'approval.withdraw'> = (desk) => {
  const found = proposalIn(desk, ...open)
  if (found === undefined) return undefined
  const by = desk.random.chance(85) ? found.maker : desk.officer()
  return { device: desk.deviceOf(by, 'credit'), body: { approval: desk.named(found.approval) } }
}

const expire: Draw<'approval.expire'> = (desk) => {
  const isPast = ({ status, expiresAt }: Approval) => open.includes(status) && desk.now > expiresAt
  const found = desk.record(desk.book.all(approvals), isPast)
  if (found === undefined) return undefined
  return { device: desk.deviceOf(desk.someone(), 'customer'), body: { approval: desk.named(found.approval) } }
}

/** An act that another officer said yes to, by one of the two; now and then another act, without an approval, or by somebody else. */
export const checkedDraft = <K extends ActKind>(
  desk: Desk,
  kind: K,
  another: () => Omit<Body<K>, 'approval'> | undefined,
): Draft<K> | undefined => {
  const { random, book } = desk
  const ofKind = book.all(approvals).filter((one) => one.kind === kind)
  const found = desk.record(ofKind, ({ status }) => status === 'approved')
  if (found === undefined && random.chance(97)) return undefined
  const asProposed = found === undefined ? undefined : (JSON.parse(found.act) as Omit<Body<K>, 'approval'>)
  const act = asProposed === undefined || random.chance(6) ? another() : asProposed
  if (act === undefined) return undefined
  const named = found === undefined || random.chance(5) ? {} : { approval: desk.named(found.approval) }
  const two = [found?.maker, found?.checker].filter((one) => one !== undefined)
  const by = (random.chance(90) ? random.any(two) : undefined) ?? desk.officer()
  return { device: desk.deviceOf(by, 'credit'), body: { ...act, ...named } as Body<K> }
}

/** How what one person proposes and another approves is drawn. */
export const approvalDraws = {
  ...{ 'approval.propose': propose, 'approval.approve': approve, 'approval.reject': reject },
  ...{ 'approval.withdraw': withdraw, 'approval.expire': expire },
} as const
