import { expect } from 'chai'
import { digestOfAct } from '../../../../chaincode/domains/approvals/terms.ts'
import { identities } from '../../../../chaincode/domains/trade-chain/tables.ts'
import type { Kind } from '../../../../chaincode/vocabulary.ts'
import { canonical } from '../../../../chaincode/wire/canonical.ts'
import { type Chaining, onChains } from '../../../support/chaining.ts'
import { Device } from '../../../support/devices.ts'
import { codeOf, only } from '../../../support/scene.ts'

const unlock = { client: 'alice' }
const hour = 3_600_000n
const day = 24n * hour

const approve = (on: Chaining, by: Device, approval: string, digest = on.approval(approval).digest) =>
  on.code(by, 'approval.approve', { approval, digest })

const execute = (on: Chaining, by: Device, approval: string | undefined, act = unlock) =>
  on.code(by, 'identity.unlock', { ...act, ...(approval === undefined ? {} : { approval }) })

const codeOfProposal = async (on: Chaining, kind: string, act: string, by = on.officer) => {
  const body = { kind: kind as Kind, act, expiresAt: on.ahead(hour) }
  return on.code(by, 'approval.propose', body)
}

/** A client that is locked, by a count that a rule would write. */
const failures = ({ scene }: Chaining) => scene.view.find(identities, 'alice')?.failures ?? 0

const lock = async (on: Chaining) => {
  for (const _each of [1, 2, 3, 4, 5]) await on.enrich(await on.opened(), { facts: { verdict: 'failed' } })
  expect(failures(on)).equal(5)
}

describe('what needs two people', () => {
  it(
    'S2-009 is proposed by one, approved by another by its digest, and executed once',
    onChains(async (on) => {
      await lock(on)
      const effects = on.accepted(only(await on.apply(on.proposing(on.officer, 'identity.unlock', { act: unlock }))))
      const approval = String(effects['approval'])
      const digest = digestOfAct('identity.unlock', unlock)
      expect(effects).deep.include({ digest, kind: 'identity.unlock', status: 'pending' })
      expect(on.approval(approval)).deep.include({ home: 'BankMSP', maker: 'bank-credit', act: canonical(unlock) })
      expect(await execute(on, on.officer, approval)).equal('approval_state_forbids')
      expect(await on.done(on.checker, 'approval.approve', { approval, digest })).deep.equal({
        ...{ approval, status: 'approved' },
      })
      expect(failures(on)).equal(5)
      expect(await execute(on, on.officer, approval)).equal('accepted')
      expect([failures(on), on.approval(approval).status]).deep.equal([0, 'executed'])
      expect(await execute(on, on.officer, approval)).equal('approval_state_forbids')
      expect(await execute(on, on.checker, approval)).equal('approval_state_forbids')
    }),
  )

  it(
    'S2-009 is not honoured by one alone: without a proposal, by its maker, or by another device of the maker’s',
    onChains(async (on) => {
      await lock(on)
      const tablet = new Device('bank-credit', ['credit'], 'tablet')
      await on.done(on.scene.registrars.BankMSP, 'device.add', { participant: 'bank-credit', device: tablet.entry })
      expect(await execute(on, on.officer, undefined)).equal('approval_missing')
      expect(await execute(on, on.officer, 'A'.repeat(43))).equal('unknown_approval')
      const approval = await on.proposed('identity.unlock', unlock)
      for (const device of [on.officer, tablet]) {
        expect(await approve(on, device, approval)).equal('same_participant')
        expect(await on.code(device, 'approval.reject', { approval })).equal('same_participant')
        expect(await execute(on, device, approval)).equal('approval_state_forbids')
      }
      expect(failures(on)).equal(5)
    }),
  )

  it(
    'is judged by another person of the same member alone, with the role that the act demands',
    onChains(async (on) => {
      const approval = await on.proposed('identity.unlock', unlock)
      expect(await approve(on, on.stranger, approval)).equal('not_a_party')
      expect(await approve(on, on.dispatcher, approval)).equal('device_lacks_role')
      expect(await on.code(on.dispatcher, 'approval.reject', { approval })).equal('device_lacks_role')
      const act = canonical(unlock)
      expect(await codeOfProposal(on, 'identity.unlock', act, on.dispatcher)).equal('device_lacks_role')
      const other = await on.approved('identity.unlock', { client: 'carol' })
      const third = await on.scene.register(new Device('bank-third', ['credit']), 'BankMSP', 'organisation')
      expect(await execute(on, third, other, { client: 'carol' })).equal('not_a_party')
    }),
  )

  it(
    'is executed as it was approved and as no other act, by what the rows are then, and may be tried again',
    onChains(async (on) => {
      const approval = await on.proposed('identity.unlock', unlock)
      expect(await approve(on, on.checker, approval, digestOfAct('identity.unlock', { client: 'bob' }))).equal(
        'not_the_act',
      )
      expect(await approve(on, on.checker, approval)).equal('accepted')
      expect(await approve(on, on.checker, approval)).equal('approval_state_forbids')
      expect(await execute(on, on.officer, approval, { client: 'bob' })).equal('not_the_act')
      const reconciling = { chain: 'A'.repeat(43), verdict: 'void' as const, approval }
      expect(codeOf(only(await on.scene.apply(on.envelope(on.officer, 'chain.reconcile', reconciling), bank)))).equal(
        'not_the_act',
      )
      const held = { participant: 'alice', caseNumber: 'CASE-1' }
      await on.done(on.scene.registrars.BankMSP, 'participant.freeze', held)
      expect(await execute(on, on.officer, approval)).equal('receiver_not_active')
      expect(on.approval(approval).status).equal('approved')
      await on.done(on.scene.registrars.BankMSP, 'participant.unfreeze', held)
      expect(await execute(on, on.checker, approval)).equal('accepted')
    }),
  )

  it(
    'is asked of its own rule as ever: an approval makes nobody else’s client one’s own',
    onChains(async (on) => {
      const bob = { client: 'bob' }
      const approval = await on.approved('identity.unlock', bob)
      expect(await execute(on, on.officer, approval, bob)).equal('foreign_client')
    }),
  )

  it(
    'is proposed once at a time, and anew behind its end',
    onChains(async (on) => {
      const first = await on.proposed('identity.unlock', unlock)
      const again = (by: Device) => codeOfProposal(on, 'identity.unlock', canonical(unlock), by)
      expect(await again(on.officer)).equal('already_proposed')
      expect(await again(on.checker)).equal('already_proposed')
      await on.proposed('identity.unlock', { client: 'bob' })
      expect(await approve(on, on.checker, first)).equal('accepted')
      expect(await again(on.officer)).equal('already_proposed')
      expect(await execute(on, on.officer, first)).equal('accepted')
      expect(await again(on.checker)).equal('accepted')
    }),
  )

  it(
    'is proposed anew once its time is over, whether or not somebody ended it',
    onChains(async (on) => {
      const first = await on.proposed('identity.unlock', unlock)
      on.wait(86_400_001n)
      const second = await on.proposed('identity.unlock', unlock)
      expect(await approve(on, on.checker, first)).equal('deadline_passed')
      expect(await approve(on, on.checker, second)).equal('accepted')
      await on.done(on.checker, 'approval.expire', { approval: first })
      expect(await execute(on, on.officer, second)).equal('accepted')
    }),
  )

  it(
    'is of a kind that needs two, whole, in canonical form, and within a week',
    onChains(async (on) => {
      expect(await codeOfProposal(on, 'chain.withdraw', '{"chain":"x"}')).equal('kind_not_checked')
      expect(await codeOfProposal(on, 'no.such', '{}')).equal('kind_not_checked')
      const unfit = ['{}', '{"client": "alice"}', '{"client":"alice","client":"alice"}', '[]', '{"client":7}', 'no']
      for (const act of unfit) expect(await codeOfProposal(on, 'identity.unlock', act), act).equal('act_unfit')
      const within = `{"approval":"${'A'.repeat(43)}","client":"alice"}`
      expect(await codeOfProposal(on, 'identity.unlock', within)).equal('act_unfit')
      const at = async (milliseconds: bigint) => {
        const expiresAt = on.ahead(milliseconds)
        return codeOf(only(await on.apply(on.proposing(on.officer, 'identity.unlock', { act: unlock, expiresAt }))))
      }
      expect(await at(-1n)).equal('deadline_in_past')
      expect(await at(7n * day + 1n)).equal('until_too_far')
      expect(await at(7n * day)).equal('accepted')
    }),
  )

  it(
    'is rejected by a second person, approved or not, and taken back by its maker alone',
    onChains(async (on) => {
      const pending = await on.proposed('identity.unlock', unlock)
      expect(await on.done(on.checker, 'approval.reject', { approval: pending })).deep.equal({
        ...{ approval: pending, status: 'rejected' },
      })
      expect(await approve(on, on.checker, pending)).equal('approval_state_forbids')
      const other = await on.approved('identity.unlock', unlock)
      const third = await on.scene.register(new Device('bank-third', ['credit']), 'BankMSP', 'organisation')
      expect(await on.code(third, 'approval.reject', { approval: other })).equal('accepted')
      expect([on.approval(other).status, on.approval(other).checker]).deep.equal(['rejected', 'bank-third'])
      const last = await on.approved('identity.unlock', unlock)
      expect(await on.code(on.checker, 'approval.withdraw', { approval: last })).equal('not_a_party')
      expect(await on.code(on.officer, 'approval.withdraw', { approval: last })).equal('accepted')
      expect(await execute(on, on.officer, last)).equal('approval_state_forbids')
      expect(await on.code(on.officer, 'approval.withdraw', { approval: last })).equal('approval_state_forbids')
    }),
  )

  it(
    'ends by anybody once its time is over, and is not executed then although it was approved',
    onChains(async (on) => {
      const approval = await on.approved('identity.unlock', unlock)
      const { bob } = on.exchange
      expect(await on.code(bob, 'approval.expire', { approval })).equal('deadline_not_passed')
      on.wait(hour + 1n)
      expect(await execute(on, on.officer, approval)).equal('deadline_passed')
      expect(await on.code(bob, 'approval.expire', { approval })).equal('accepted')
      expect(await on.code(bob, 'approval.expire', { approval })).equal('approval_state_forbids')
    }),
  )

  it(
    'is one that the ledger knows',
    onChains(async (on) => {
      const approval = 'A'.repeat(43)
      const body = { approval, digest: approval }
      expect(await on.code(on.officer, 'approval.approve', body)).equal('unknown_approval')
      for (const kind of ['approval.reject', 'approval.withdraw', 'approval.expire'] as const)
        expect(await on.code(on.officer, kind, { approval }), kind).equal('unknown_approval')
    }),
  )
})

const bank = { gateway: 'BankMSP' }
