import { type Approval, approvals, proposedActs } from '../../../chaincode/domains/approvals/tables.ts'
import type { Effects } from '../../../chaincode/outcome.ts'
import type { Kind, RefusalCode } from '../../../chaincode/vocabulary.ts'
import { canonical, type Json } from '../../../chaincode/wire/canonical.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { type Asked, type Page, plain, reasons, refused } from './ruling.ts'

const week = 604_800_000n

/** The kinds that need two people (decision 0050), and what each of their acts says. */
const checkedActs: ReadonlyMap<string, readonly string[]> = new Map([
  ['identity.unlock', ['client']],
  ['chain.reconcile', ['chain', 'verdict']],
  ['grade.set', ['client', 'confidential', 'institution']],
])

/** What two people say yes to: the kind with all that is said but the approval. */
const digestOf = (kind: string, act: object): string => digest(canonical({ kind, body: act as Json }))

/** An act as it is proposed, where it is one of its kind in the one form that there is. */
const actIn = (kind: string, text: string): object | undefined => {
  const members = checkedActs.get(kind) ?? []
  const act = (text.startsWith('{') && text.endsWith('}') ? JSON.parse(text) : {}) as { verdict?: string }
  const isWhole = Object.keys(act).sort().join() === members.join() && canonical(act as Json) === text
  const isKnown = act.verdict === undefined || act.verdict === 'settle' || act.verdict === 'void'
  return isWhole && isKnown ? act : undefined
}

// All three kinds are an officer’s for credit.
const isOfficer = ({ sender, device }: Asked): boolean => sender.devices[device]?.roles.includes('credit') === true

const isOpen = ({ status }: Approval): boolean => status === 'pending' || status === 'approved'

/** The proposal that still waits of the same act. */
const waitingFor = ({ book, sender, now }: Asked, known: string): Approval | undefined => {
  const last = book.find(approvals, book.find(proposedActs, sender.home, known)?.approval ?? '')
  return last !== undefined && isOpen(last) && now <= last.expiresAt ? last : undefined
}

const propose: Page<'approval.propose'> = (asked) => {
  const { book, body, from, id, now, sender } = asked
  const { kind, act: text } = body
  const expiresAt = BigInt(body.expiresAt)
  const act = checkedActs.has(kind) ? actIn(kind, text) : undefined
  const known = act === undefined ? '' : digestOf(kind, act)
  const guards = reasons({
    kind_not_checked: !checkedActs.has(kind),
    act_unfit: checkedActs.has(kind) && act === undefined,
    device_lacks_role: !isOfficer(asked as never),
    deadline_in_past: now > expiresAt,
    until_too_far: expiresAt > now + week,
    already_proposed: act !== undefined && waitingFor(asked as never, known) !== undefined,
  })
  return plain(guards, () => {
    const proposed = { approval: id, home: sender.home, kind, act: text, digest: known, maker: from, expiresAt }
    book.put(approvals, { ...proposed, status: 'pending' })
    book.put(proposedActs, { home: sender.home, digest: known, approval: id })
    return { approval: id, digest: known, kind, expiresAt: body.expiresAt, status: 'pending' }
  })
}

type OfProposal = 'approval.approve' | 'approval.reject' | 'approval.withdraw' | 'approval.expire'

/** How a step of a proposal that is there ends it or goes on with it, and from which states it may. */
interface Step<K extends OfProposal> {
  from: readonly Approval['status'][]
  to: Approval['status']
  /** Whether who takes it says yes or no to what another proposed. */
  isJudged?: true
  against?(asked: Asked<K>, found: Approval): RefusalCode[]
}

const step =
  <K extends OfProposal>({ from, to, isJudged, against = () => [] }: Step<K>): Page<K> =>
  (asked) => {
    const { book, sender } = asked
    const found = book.find(approvals, (asked.body as { approval: string }).approval)
    if (found === undefined) return refused('unknown_approval')
    const ofChecker = reasons({
      not_a_party: found.home !== sender.home,
      same_participant: found.maker === asked.from,
      device_lacks_role: !isOfficer(asked as never),
    })
    const state = reasons({ approval_state_forbids: !from.includes(found.status) })
    return plain([...(isJudged ? ofChecker : []), ...state, ...against(asked, found)], () => {
      book.put(approvals, { ...found, ...(isJudged ? { checker: asked.from } : {}), status: to })
      return { approval: found.approval, status: to }
    })
  }

const open = ['pending', 'approved'] as const

const approve = step<'approval.approve'>({
  ...{ from: ['pending'], to: 'approved', isJudged: true },
  against: ({ body, now }, found) =>
    reasons({ not_the_act: body.digest !== found.digest, deadline_passed: now > found.expiresAt }),
})

const reject = step<'approval.reject'>({ from: open, to: 'rejected', isJudged: true })

const withdraw = step<'approval.withdraw'>({
  ...{ from: open, to: 'withdrawn' },
  against: ({ from }, { maker }) => reasons({ not_a_party: from !== maker }),
})

const expire = step<'approval.expire'>({
  ...{ from: open, to: 'expired' },
  against: ({ now }, { expiresAt }) => reasons({ deadline_not_passed: now <= expiresAt }),
})

const againstAct = (kind: Kind, { body, from, now }: Asked, found: Approval): RefusalCode[] => {
  const { approval: _named, ...act } = body as { approval?: string }
  return reasons({
    not_the_act: found.digest !== digestOf(kind, act),
    approval_state_forbids: found.status !== 'approved',
    not_a_party: from !== found.maker && from !== found.checker,
    deadline_passed: now > found.expiresAt,
  })
}

/** The page of a kind that needs two people: as its own, once one of the two sends exactly what the other said yes to, and that once. */
export const withApproval =
  <K extends 'identity.unlock' | 'chain.reconcile' | 'grade.set'>(kind: K, page: Page<K>): Page<K> =>
  (asked) => {
    const { book } = asked
    const named = (asked.body as { approval?: string }).approval
    if (named === undefined) return refused('approval_missing')
    const found = book.find(approvals, named)
    if (found === undefined) return refused('unknown_approval')
    const ruling = page(asked)
    return {
      ...ruling,
      against: [...againstAct(kind, asked as never, found), ...ruling.against],
      carryOut: (): Effects => {
        book.put(approvals, { ...found, status: 'executed' })
        return ruling.carryOut()
      },
    }
  }

/** What should become of what one person proposes and another approves. */
export const approvalPages = {
  ...{ 'approval.propose': propose, 'approval.approve': approve, 'approval.reject': reject },
  ...{ 'approval.withdraw': withdraw, 'approval.expire': expire },
} as const
