import { expect } from 'chai'
import { promotions } from '../../../chaincode/domains/promotions/tables.ts'
import { type Chain, chains } from '../../../chaincode/domains/trade-chain/tables.ts'
import { knownEnvelope } from '../../../chaincode/envelope.ts'
import { promotionCodeText } from '../../../chaincode/wire/promotion-code.ts'
import { digest, signingText } from '../../../chaincode/wire/signature.ts'
import { Problem } from '../../../gateway/problem.ts'
import { firstExecutionUnit, secondExecutionUnit } from '../../../gateway/trade-chain/execution.ts'
import { firstReceivingUnit } from '../../../gateway/trade-chain/first-receiving.ts'
import { type IdentityForm, identityForms } from '../../../gateway/trade-chain/identity-forms.ts'
import { IdentityReferences } from '../../../gateway/trade-chain/identity-references.ts'
import { traderOf } from '../../../gateway/trade-chain/promoter.ts'
import { secondReceivingUnit } from '../../../gateway/trade-chain/second-receiving.ts'
import { firstVerificationUnit, secondVerificationUnit } from '../../../gateway/trade-chain/verification.ts'
import type { Opened } from '../../support/chaining.ts'
import { confidentialBody } from '../../support/confidential.ts'
import { BankGateway } from '../support/bank-gateway.ts'
import { identitySamples } from '../support/identities.ts'

const refusalOf = (work: () => unknown): object | string => {
  try {
    work()
    return 'done'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const part = error.details.values?.['part']
    return part === undefined ? error.code : `${error.code} ${part}`
  }
}

/** Another identity of each form, which nobody is known by. */
const others: { readonly [F in IdentityForm]: string } = {
  'account-number': '5555555555554444',
  phone: '+442079460000',
  'resident-id': '440524188001010014',
  certificate: '60'.repeat(32),
}

describe('the units of a bank', () => {
  let gateway: BankGateway
  beforeEach(async () => {
    gateway = await BankGateway.open()
  })
  afterEach(() => gateway.close())

  const asOpening = (envelope: object) => {
    const { instruction } = envelope as { instruction: never }
    return { instruction, id: digest(signingText(instruction)) }
  }
  const chainOf = (opened: Pick<Opened, 'chain'>): Chain => {
    const chain = gateway.projection.view.find(chains, opened.chain)
    if (chain === undefined) throw new Error('there is no such chain')
    return chain
  }

  describe('the first receiving unit', () => {
    const received = (change: object, text?: string) => {
      const made = gateway.made(change)
      return refusalOf(() => firstReceivingUnit(asOpening(made.envelope), text ?? made.text))
    }

    it('S2-064 S2-001 gives what the client says in confidence', () => {
      const { envelope, text } = gateway.made()
      expect(firstReceivingUnit(asOpening(envelope), text).identity).deep.equal({
        ...{ type: 'account-number', value: identitySamples['account-number'] },
      })
    })

    it('S2-064 S2-001 names the part that is missing, in public or in confidence', () => {
      expect(received({ first: undefined })).equal('chain_incomplete identity')
      expect(received({ institution: undefined })).equal('chain_incomplete institution')
      expect(received({ metal: undefined })).equal('chain_incomplete trade')
      expect(received({ side: 'buy', cashMaximum: undefined })).equal('chain_incomplete trade')
      for (const part of ['identity', 'trade', 'salt']) {
        const { [part]: _gone, ...rest } = JSON.parse(gateway.made().text)
        const text = JSON.stringify(rest)
        const { body } = gateway.on.opening({ first: digest(text) })
        const { envelope } = gateway.signed(body, text)
        expect(refusalOf(() => firstReceivingUnit(asOpening(envelope), text))).equal(`chain_incomplete ${part}`)
      }
    })

    it('S2-064 refuses a text that did not come, another one, one that says something else, and what is no first chain', () => {
      const { envelope } = gateway.made()
      expect(refusalOf(() => firstReceivingUnit(asOpening(envelope), undefined))).equal('confidential_missing')
      expect(received({}, confidentialBody({}).text)).equal('confidential_missing')
      expect(received({ family: 'stock', metal: undefined })).equal('chain_terms_differ')
      const more = gateway.made({}, { quantity: '1001' })
      expect(refusalOf(() => firstReceivingUnit(asOpening(more.envelope), more.text))).equal('chain_terms_differ')
      const other = JSON.parse(gateway.on.envelope(gateway.on.alice, 'chain.withdraw', { chain: 'A'.repeat(43) }))
      expect(refusalOf(() => firstReceivingUnit(asOpening(other), '{}'))).equal('malformed_instruction')
    })
  })

  describe('the first verification unit', () => {
    const references = new IdentityReferences(':memory:')
    for (const type of identityForms) references.put('alice', { type, value: identitySamples[type] })
    references.put('bob', { type: 'phone', value: others.phone })
    after(() => references.close())
    const verdictOf = (type: string, value: string, client = 'alice') =>
      firstVerificationUnit({ client, identity: { type, value } }, references)

    it('S2-065 S2-007 passes each type’s own reference and fails another value of it, which is no fault', () => {
      for (const type of identityForms) {
        expect(verdictOf(type, identitySamples[type])).deep.equal({ type, verdict: 'passed' })
        expect(verdictOf(type, others[type]), type).deep.equal({ type, verdict: 'failed' })
      }
    })

    it('S2-007 fails a value of one type that is given as another', () => {
      for (const said of identityForms)
        for (const type of identityForms.filter((one) => one !== said))
          expect(verdictOf(said, identitySamples[type])).deep.equal({ type: said, verdict: 'failed' })
    })

    it('S2-065 S2-004 S2-005 refuses a form that it does not know, and a client that it has nothing of', () => {
      expect(refusalOf(() => verdictOf('account-number', 'A-1'))).equal('identity_type_unknown')
      expect(refusalOf(() => verdictOf('certificate', identitySamples.certificate, 'bob'))).equal(
        'identity_not_registered',
      )
      expect(refusalOf(() => verdictOf('phone', identitySamples.phone, 'nobody'))).equal('identity_not_registered')
      // What somebody else is known by counts for nothing.
      expect(verdictOf('phone', identitySamples.phone, 'bob').verdict).equal('failed')
    })
  })

  it('S2-067 the second verification unit names who answers, and refuses before the client passed and where nobody does', async () => {
    const opened = await gateway.taken()
    const { projection } = gateway
    expect(refusalOf(() => secondVerificationUnit(chainOf(opened), projection))).equal('chain_state_forbids')
    await gateway.untilStands(opened, 'enriched')
    const chain = chainOf(opened)
    expect(secondVerificationUnit(chain, projection)).equal('institution-treasury')
    const to = (change: Partial<Chain>) => () => secondVerificationUnit({ ...chain, ...change }, projection)
    expect(refusalOf(to({ institution: 'NobodyMSP' }))).equal('institution_not_open')
    expect(refusalOf(to({ bank: 'InstitutionMSP' }))).equal('institution_not_open')
    expect(refusalOf(to({ family: 'trust' }))).equal('institution_not_open')
    await gateway.meanwhile((on) => on.done(on.executor, 'institution.suspend', {}))
    expect(refusalOf(() => secondVerificationUnit(chain, projection))).equal('institution_not_open')
  })

  it('S2-066 the first execution unit adds position and grade, and refuses before a pass, and for another text', async () => {
    const opened = await gateway.taken()
    const { projection, references } = gateway
    const parts = { ledger: projection, references }
    expect(refusalOf(() => firstExecutionUnit(chainOf(opened), opened.first, parts))).equal('chain_state_forbids')
    await gateway.untilStands(opened, 'enriched')
    const chain = chainOf(opened)
    const second = firstExecutionUnit(chain, opened.first, parts)
    expect(second).deep.equal({
      ...{ first: opened.first, position: `${gateway.on.gold()}`, grade: 'a', gradeVersion: '1' },
      queue: { class: 'basic', waited: '0' },
    })
    expect(refusalOf(() => firstExecutionUnit(chain, undefined, parts))).equal('confidential_missing')
    expect(refusalOf(() => firstExecutionUnit(chain, `${opened.first} `, parts))).equal('confidential_missing')
    const ungraded = { ...chain, client: 'bob' }
    expect(refusalOf(() => firstExecutionUnit(ungraded, opened.first, parts))).equal('position_unavailable')
    projection.privateTables.hasGap = () => true
    expect(refusalOf(() => firstExecutionUnit(ungraded, opened.first, parts))).equal('private_rows_missing')
    const malformed = { ...chain, first: digest('{}') }
    expect(refusalOf(() => firstExecutionUnit(malformed, '{}', parts))).equal('chain_incomplete identity')
  })

  it('S2-053 S2-061 the first execution unit says whether the client is the promoter of its mark, and nothing without one', () => {
    const { projection, references } = gateway
    const promoter = (name: string | undefined) => ({
      find: (table: object, ...key: string[]) =>
        table === (promotions as object)
          ? name === undefined
            ? undefined
            : { promoter: name }
          : projection.view.find(table as never, ...key),
    })
    references.put('bank-bob', { type: 'account-number', value: identitySamples['account-number'] })
    references.put('bank-dora', { type: 'account-number', value: others['account-number'] })
    const terms = { salt: 's'.repeat(22), cash: 'CNY', quantity: '1000', limitPrice: '550' }
    const mark = promotionCodeText({ ledger: 'assay', promotion: 'p'.repeat(43), terms })
    const said = (name: string | undefined, marked = mark, value: string = identitySamples['account-number']) => {
      const first = { salt: 's'.repeat(22), mark: marked, identity: { type: 'account-number', value }, trade: terms }
      return traderOf({ client: 'alice' }, first as never, { view: promoter(name) as never, references }).trader
    }
    expect(['alice', 'bank-bob', 'bank-dora', 'bob-of-another-bank'].map((name) => said(name))).deep.equal([
      ...['same', 'same', 'other', 'other'],
    ])
    expect([said(undefined), said('alice', 'no code'), said('alice', '')]).deep.equal([undefined, undefined, undefined])
    expect([said('bank-bob', mark, 'of no form'), said('alice', mark, 'of no form')]).deep.equal(['other', 'same'])
  })

  it('S2-068 the second execution unit signs for the institution, and refuses before a pass, and for another’s text', async () => {
    const opened = await gateway.taken()
    const { projection: ledger, device } = gateway
    const queue = { class: 'basic', waited: '0' } as const
    const second = { first: opened.first, position: '1', grade: 'a', gradeVersion: '1', queue } as const
    const sign = (chain: Chain, first = opened.first) =>
      secondExecutionUnit({ chain, second: { ...second, first }, answerBy: 1 }, { device, ledger })
    expect(refusalOf(() => sign(chainOf(opened)))).equal('chain_state_forbids')
    await gateway.untilStands(opened, 'enriched')
    const { instruction, confidential } = sign(chainOf(opened))
    expect(instruction.body).deep.equal({ chain: opened.chain, answerBy: '1', confidential: digest(confidential) })
    expect(JSON.parse(confidential).first).equal(opened.first)
    expect(refusalOf(() => sign(chainOf(opened), '{}'))).equal('confidential_missing')
    await gateway.untilStands(opened, 'sent')
    expect(refusalOf(() => sign(chainOf(opened)))).equal('chain_state_forbids')
  })

  it('S2-069 the second receiving unit gives the position behind an answer, and refuses what was not answered, or is not what was signed', async () => {
    const opened = await gateway.taken()
    await gateway.untilStands(opened, 'sent')
    const { projection } = gateway
    expect(refusalOf(() => secondReceivingUnit(chainOf(opened), projection))).equal('chain_state_forbids')
    const target = `${gateway.on.gold() - 400n}`
    gateway.service.stop()
    await gateway.meanwhile((on) => on.answer(opened, { quantity: '400', amount: '220000' }, { target }))
    const chain = chainOf(opened)
    expect(secondReceivingUnit(chain, projection)).deep.equal({ position: target })
    const nobody = { ...chain, chain: 'N'.repeat(43) }
    expect(refusalOf(() => secondReceivingUnit(nobody, projection))).equal('unknown_chain')
    const read = projection.instruction.bind(projection)
    projection.instruction = (id) => {
      const found = read(id)
      const envelope = knownEnvelope(found?.envelope ?? '')
      Object.assign(envelope.instruction.body, { send: 'S'.repeat(43) })
      return found && { ...found, envelope: JSON.stringify(envelope) }
    }
    expect(refusalOf(() => secondReceivingUnit(chain, projection))).equal('not_the_send')
    projection.instruction = () => undefined
    expect(refusalOf(() => secondReceivingUnit(chain, projection))).equal('unknown_chain')
    projection.instruction = read
    const rows = projection.privateRecord.bind(projection)
    projection.privateRecord = ((table: never, ...members: never[]) => {
      const found = rows(table, ...(members as never)) as object | undefined
      return found && 'third' in found ? { ...found, third: '{}' } : found
    }) as never
    expect(refusalOf(() => secondReceivingUnit(chain, projection))).equal('confidential_missing')
    projection.privateRecord = () => undefined
    projection.privateTables.hasGap = () => true
    expect(refusalOf(() => secondReceivingUnit(chain, projection))).equal('private_rows_missing')
  })
})
