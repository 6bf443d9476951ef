import { expect } from 'chai'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { digestOfConfidential } from '../../../../chaincode/wire/confidential.ts'
import { transientNames } from '../../../../chaincode/wire/transient.ts'
import { confidentialBody, sentBeside } from '../../../support/confidential.ts'
import { Device } from '../../../support/devices.ts'
import type { Proposal } from '../../../support/ledger.ts'
import { codeOf, only, outcomesOf, Scene } from '../../../support/scene.ts'

const pair = ['BankMSP', 'InstitutionMSP'] as const
const key = 'position~BankMSP~InstitutionMSP~alice'

const stock = { family: 'stock', product: '600519' }
const name = 'stock:600519'

/** The bank's officer for credit, on a scene of its own. */
const openBank = async () => {
  const scene = await Scene.open()
  const officer = await scene.register(new Device('bank-credit', ['credit']), 'BankMSP', 'organisation')
  const said = (quantity: string, change: Partial<Body<'position.set'>> = {}, by = officer) => {
    const { text, digest } = confidentialBody({ ...stock, quantity })
    const body = { client: 'alice', institution: 'InstitutionMSP', confidential: digest, ...change }
    return { envelope: scene.instruct(by, 'position.set', body), text }
  }
  const way = { gateway: 'BankMSP', organisations: [...pair] }
  const send = async ({ envelope, text }: { envelope: string; text: string | undefined }) =>
    scene.apply(envelope, { ...way, transient: sentBeside([[envelope, text]]) })
  const kept = () => {
    const row = scene.ledger.state.table('pair-bank-institution').get(key)
    if (row === undefined) return undefined
    const { salt, products } = JSON.parse(row.value.toString())
    return { salt, ...products[name] } as { [member: string]: unknown }
  }
  return { scene, officer, said, send, kept, way }
}

/** Whatever a block of this proposal shows to every member of the channel. */
const shownBy = ({ response, event, args, readWriteSet }: Proposal): string => {
  const open = readWriteSet.writes.filter(({ table }) => !table.startsWith('pair-'))
  return [response, event?.payload, ...args, ...open.map(({ value }) => value?.toString())].join('\n')
}

describe('what only a bank and an institution may know', () => {
  it('is decided on by both, stands in their collection alone, and shows in nothing that the others have', async () => {
    const { said, send, kept } = await openBank()
    const one = said('7531')
    const { code, outcomes, proposal } = await send(one)
    expect(code).equal('VALID')
    expect(only({ outcomes })).deep.include({
      status: 'accepted',
      effects: { client: 'alice', institution: 'InstitutionMSP', version: '1' },
    })
    expect(kept()).deep.include({ quantity: '7531', version: '1' })
    expect(shownBy(proposal))
      .not.include('7531')
      .and.not.include((JSON.parse(one.text) as { salt: string }).salt)
    await send(said('7532'))
    expect(kept()).deep.include({ quantity: '7532', version: '2' })
  })

  it('has a salt of its own in each row and each time, so that no value is guessed from its hash', async () => {
    const { said, send, kept } = await openBank()
    await send(said('1'))
    const first = kept()?.['salt']
    await send(said('1'))
    expect(first).match(/^[A-Za-z0-9_-]{43}$/)
    expect(kept()?.['salt'])
      .match(/^[A-Za-z0-9_-]{43}$/)
      .and.not.equal(first)
  })

  it('is not recorded without its body, or with another, or with more than the kind says; the number stays unused', async () => {
    const { scene, said, send, officer, kept } = await openBank()
    const one = said('7531')
    const other = said('7533')
    for (const text of [undefined, other.text, `${one.text} `, '{', 'x'.repeat(16_385)]) {
      expect(codeOf(only(await send({ ...one, text })))).equal('confidential_missing')
    }
    const unreadable = said('1', { confidential: digestOfConfidential('{') })
    expect(codeOf(only(await send({ ...unreadable, text: '{' })))).equal('confidential_missing')
    const bodies = [{ ...stock, quantity: '-1' }, { ...stock, quantity: '1', more: 1 }, {}].map((body) =>
      confidentialBody(body as never),
    )
    for (const { text, digest } of bodies) {
      const { envelope } = said('1', { confidential: digest })
      expect(codeOf(only(await send({ envelope, text }))), text).equal('confidential_missing')
    }
    expect(kept()).equal(undefined)
    expect(scene.account(officer.participant).devices[officer.id]?.highest).equal(0n)
    expect(codeOf(only(await send(one)))).equal('accepted')
  })

  it('goes to no other members: not to two that are no pair, and nothing by whom they are not', async () => {
    const { scene, said, send, way } = await openBank()
    expect(codeOf(only(await send(said('1', { institution: 'BankMSP' }))))).equal('not_a_pair')
    expect(codeOf(only(await send(said('1', { institution: 'SupplierMSP' }))))).equal('not_a_pair')
    const one = said('1')
    const transient = sentBeside([[one.envelope, one.text]])
    const three = scene.endorse(one.envelope, { ...way, organisations: [...pair, 'SupplierMSP'], transient })
    await three.catch(() => undefined)
    const alone = await scene.apply(one.envelope, { ...way, organisations: ['BankMSP', 'SupplierMSP'], transient })
    expect(alone.code).equal('ENDORSEMENT_POLICY_FAILURE')
  })

  it('is refused by its code alone, whatever the values would tell', async () => {
    const { scene, said, send } = await openBank()
    const [carol] = await scene.registerCustomers(['carol'], 'SupplierMSP')
    expect(only(await send(said('1', { client: carol?.participant as string })))).deep.include({
      ...{ status: 'refused', code: 'foreign_client', values: {} },
    })
    expect(only(await send(said('1', { client: 'nobody' })))).deep.include({
      ...{ status: 'refused', code: 'unknown_participant', values: {} },
    })
    expect(codeOf(only(await send(said('1', {}, scene.alice))))).equal('device_lacks_role')
  })

  it('is written by nobody without a salt', async () => {
    const { scene, said, way } = await openBank()
    const one = said('1')
    const { [transientNames.salt]: _salt, ...transient } = sentBeside([[one.envelope, one.text]])
    const told = await scene.endorse(one.envelope, { ...way, transient }).then(
      (proposal) => outcomesOf(proposal),
      (error: Error) => error.message,
    )
    expect(told).equal('a private row needs a pair and a salt')
  })
})
