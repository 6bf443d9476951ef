import type { Body, RefusalCode } from '../../chaincode/vocabulary.ts'
import { Chaining, type Opened } from './chaining.ts'
import { confidentialBody, sentBeside } from './confidential.ts'
import { Device } from './devices.ts'
import { cash, gold } from './exchange.ts'
import type { Scene, Way } from './scene.ts'
import { wayOf } from './way.ts'

/** A scene on which an envelope, sent this way, must be refused. */
export interface Brought {
  scene: Scene
  last: string
  way: Way
}

type Sent = string | { envelope: string; text: string }

const brought = (make: (on: Chaining) => Sent | Promise<Sent>) => async (): Promise<Brought> => {
  const on = await Chaining.open()
  const sent = await make(on)
  const { envelope: last, text } = typeof sent === 'string' ? { envelope: sent, text: undefined } : sent
  return { scene: on.scene, last, way: { ...wayOf(on.scene, last), transient: sentBeside([[last, text]]) } }
}

const nobody = 'A'.repeat(43)
const opening = (change: Partial<Body<'chain.open'>>) =>
  brought((on) => on.envelope(on.alice, 'chain.open', on.opening(change).body))
const enriching = (on: Chaining, { chain }: Pick<Opened, 'chain'>, position?: string): string => {
  const body = { chain, ...(position === undefined ? {} : { position }) }
  const stamp = { chain, type: 'phone', verdict: 'passed' } as const
  return on.stamped(on.envelope(on.dispatcher, 'chain.enrich', body), stamp)
}
const answering = (before: (on: Chaining, sent: Opened) => Promise<unknown>, send?: string) =>
  brought(async (on) => {
    const sent = await on.sent()
    await before(on, sent)
    const { send: id = '' } = on.hop(sent) ?? {}
    const body = { chain: sent.chain, send: send ?? id, verdict: 'refused' as const }
    return on.confidential(on.executor, 'chain.answer', { body, says: { reason: 'hours' } })
  })
const positioning = (before: (on: Chaining) => Promise<unknown>) =>
  brought(async (on) => {
    await before(on)
    const body = { client: 'alice', institution: 'InstitutionMSP' }
    return on.confidential(on.officer, 'position.set', {
      body,
      says: { family: 'stock', product: '600519', quantity: '1' },
    })
  })

const unlock = { client: 'alice' }
const executing = (make: (on: Chaining) => Promise<Body<'identity.unlock'>>) =>
  brought(async (on) => on.envelope(on.officer, 'identity.unlock', await make(on)))

const weighing = (on: Chaining, pledges: string[], client = 'alice') =>
  on.confidential(on.dispatcher, 'grade.weigh', { body: { client, institution: 'InstitutionMSP', pledges }, says: {} })

/** One way to each refusal of what needs two people. */
export const approvalRefusals: { [Code in RefusalCode]?: () => Promise<Brought> } = {
  approval_missing: executing(async () => unlock),
  unknown_approval: executing(async () => ({ ...unlock, approval: nobody })),
  not_the_act: executing(async (on) => ({ client: 'bob', approval: await on.approved('identity.unlock', unlock) })),
  approval_state_forbids: executing(async (on) => ({
    ...unlock,
    approval: await on.proposed('identity.unlock', unlock),
  })),
  kind_not_checked: brought((on) => on.proposing(on.officer, 'chain.withdraw', { act: { chain: nobody } })),
  act_unfit: brought((on) => on.proposing(on.officer, 'identity.unlock', { act: {} as never })),
  already_proposed: brought(async (on) => {
    await on.proposed('identity.unlock', unlock)
    return on.proposing(on.checker, 'identity.unlock', { act: unlock })
  }),
  same_participant: brought(async (on) => {
    const approval = await on.proposed('identity.unlock', unlock)
    return on.envelope(on.officer, 'approval.approve', { approval, digest: on.approval(approval).digest })
  }),
}

/** One way to each refusal of a trade chain's steps. */
export const chainRefusals: { [Code in RefusalCode]?: () => Promise<Brought> } = {
  home_lacks_part: brought(async (on) => {
    const desk = new Device('bank-dispatch', ['executor'], 'desk')
    const body = { participant: 'bank-dispatch', device: desk.entry }
    await on.done(on.scene.registrars.BankMSP, 'device.add', body)
    return on.envelope(desk, 'institution.open', { families: ['metal'] })
  }),
  institution_not_open: brought(async (on) => {
    await on.done(on.executor, 'institution.suspend', {})
    return on.envelope(on.executor, 'institution.suspend', {})
  }),
  chain_incomplete: opening({ metal: undefined as never }),
  chain_terms_differ: opening({ cashMaximum: '5' }),
  identity_locked: brought(async (on) => {
    for (const _each of [1, 2, 3, 4, 5]) await on.enrich(await on.opened(), { facts: { verdict: 'failed' } })
    return on.envelope(on.alice, 'chain.open', on.opening().body)
  }),
  unknown_chain: brought((on) => on.envelope(on.dispatcher, 'chain.mark-unknown', { chain: nobody })),
  chain_state_forbids: brought(async (on) => {
    const { chain } = await on.sent()
    return on.envelope(on.alice, 'chain.withdraw', { chain })
  }),
  chain_answered: answering((on, sent) => on.answer(sent, { verdict: 'refused' }, { reason: 'grade' })),
  chain_voided: answering(async (on, { chain }) => {
    on.wait(32n * 86_400_000n)
    await on.done(on.exchange.auditor, 'chain.void', { chain })
  }),
  not_the_send: answering(async () => undefined, confidentialBody({}).digest),
  position_unavailable: brought(async (on) => enriching(on, await on.opened())),
  position_stale: brought(async (on) => enriching(on, await on.opened(), '1')),
  grade_missing: brought(async (on) => weighing(on, [], 'city-bank')),
  foreign_pledgee: brought(async (on) => {
    const lift = { pledgee: 'carol', cash, each: '1', most: 1 }
    const { text, digest: confidential } = confidentialBody({ grade: 'a', lift })
    const act = { client: 'alice', institution: 'InstitutionMSP', confidential }
    const approval = await on.approved('grade.set', act)
    return { envelope: on.envelope(on.officer, 'grade.set', { ...act, approval }), text }
  }),
  pledge_does_not_count: brought(async (on) => weighing(on, [nobody])),
  grade_outdated: brought(async (on) => {
    on.accepted(await on.graded('a', { lift: { pledgee: 'city-bank', cash, each: '1', most: 1 } }))
    const times = { answerBy: on.ahead(600_000n), termEndsAt: on.ahead(36_000_000n) }
    const proposal = { voucher: gold, quantity: '1000', pledgee: 'city-bank', purpose: 'a loan', ...times }
    const { pledge } = await on.done(on.alice, 'pledge.propose', { ...proposal, enforcement: 'none' })
    const of = { pledge: String(pledge), holder: 'alice', voucher: gold }
    await on.done(on.exchange.bank, 'pledge.accept', of)
    const { envelope, text } = weighing(on, [of.pledge])
    await on.apply(envelope, text)
    await on.done(on.exchange.bank, 'pledge.release', { ...of, quantity: '1000' })
    return on.sending(await on.enriched(), { grade: 'aa', gradeVersion: '3' })
  }),
  path_stale: brought(async (on) => {
    const enriched = await on.enriched()
    await on.reached('east')
    return on.sending(enriched)
  }),
  position_too_small: brought(async (on) => {
    const dear = await on.opened({ side: 'buy', cashMaximum: '99999999999' })
    return enriching(on, dear, `${on.gold()}`)
  }),
  answer_beyond_reserved: brought(async (on) => {
    const { chain } = await on.inConflict({ quantity: '1001', amount: '1' }, { target: `${on.gold() - 1_001n}` })
    const act = { chain, verdict: 'settle' } as const
    return on.envelope(on.officer, 'chain.reconcile', { ...act, approval: await on.approved('chain.reconcile', act) })
  }),
  position_reserved: positioning((on) => on.sent(on.stock())),
  too_many_positions: brought(async (on) => {
    await on.filled()
    const body = { client: 'alice', institution: 'InstitutionMSP' }
    const says = { family: 'trust' as const, product: 'LAST', quantity: '1' }
    return on.confidential(on.officer, 'position.set', { body, says })
  }),
}
