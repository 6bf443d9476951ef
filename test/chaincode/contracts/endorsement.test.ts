import { expect } from 'chai'
import { type Context, Contract } from 'fabric-contract-api'
import { clockAheadMilliseconds, clockBehindMilliseconds } from '../../../chaincode/rules/deadline.ts'
import { Consortium, codeOf, only } from '../../support/consortium.ts'
import { failureOf } from '../../support/failure.ts'
import { ledgerFaults } from '../../support/invariants.ts'

/** What a peer would run whose organisation swapped its chaincode: it writes what it likes. */
class Patched extends Contract {
  async overwrite(ctx: Context, key: string, row: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from(row))
  }

  async relax(ctx: Context, key: string): Promise<void> {
    await ctx.stub.setStateValidationParameter(key, Buffer.alloc(0))
  }
}

const forge = async (
  scene: Consortium,
  transaction: string,
  args: string[],
  organisations: string[],
): Promise<string> => {
  const caller = { mspId: organisations[0] as string, role: 'gateway' as const }
  const proposed = { caller, contract: new Patched(), transaction, args, organisations, timestamp: scene.now }
  return (await scene.ledger.submit(proposed)).code
}

const pairs = [
  ['BankMSP', 'InstitutionMSP'],
  ['BankMSP', 'SupplierMSP'],
  ['InstitutionMSP', 'SupplierMSP'],
]

describe('who must endorse', () => {
  for (const organisations of pairs) {
    const isEnough = organisations.includes('BankMSP')

    it(`a debit of a bank customer: ${organisations.join(' and ')} ${isEnough ? 'suffice' : 'do not suffice'}`, async () => {
      const scene = await Consortium.open()
      await scene.give([scene.alice], 10n)
      const applied = await scene.apply(scene.transfer(scene.alice, 'bob', 4n), { organisations })
      expect(applied.code).equal(isEnough ? 'VALID' : 'ENDORSEMENT_POLICY_FAILURE')
      expect(scene.balance('bob')).equal(isEnough ? 4n : 0n)
      expect(ledgerFaults(scene.ledger)).deep.equal([])
    })
  }

  it('a debit of a bank customer: the bank alone does not suffice', async () => {
    const scene = await Consortium.open()
    await scene.give([scene.alice], 10n)
    const applied = await scene.apply(scene.transfer(scene.alice, 'bob', 4n), { organisations: ['BankMSP'] })
    expect(applied.code).equal('ENDORSEMENT_POLICY_FAILURE')
  })

  it('a payment to a bank customer: any two, for it writes a new row; its folding then needs the bank', async () => {
    const scene = await Consortium.open()
    const organisations = ['InstitutionMSP', 'SupplierMSP']
    expect((await scene.apply(scene.transfer(scene.treasury, 'alice', 4n), { organisations })).code).equal('VALID')
    const key = scene.ledger.rows().find(({ key: name }) => name.startsWith('credit~alice'))?.key as string
    expect(await forge(scene, 'overwrite', [key, '{}'], organisations)).equal('ENDORSEMENT_POLICY_FAILURE')
  })

  it('no two foreign organisations with patched chaincode can change a row of the bank, or free it of its policy', async () => {
    const scene = await Consortium.open()
    const row = JSON.stringify(scene.ledger.row('account~alice')).replace('"holdings":{}', '"holdings":{"AU-9999":{}}')
    const foreign = ['InstitutionMSP', 'SupplierMSP']
    for (const key of ['account~alice', 'participant~alice']) {
      expect(await forge(scene, 'overwrite', [key, row], foreign), key).equal('ENDORSEMENT_POLICY_FAILURE')
      expect(await forge(scene, 'relax', [key], foreign), key).equal('ENDORSEMENT_POLICY_FAILURE')
    }
    expect(scene.account('alice').holdings).deep.equal({})
  })

  it('a voucher’s row needs the issuer’s organisation', async () => {
    const scene = await Consortium.open()
    expect(await forge(scene, 'overwrite', ['voucher~AU-9999', '{}'], ['BankMSP', 'SupplierMSP'])).equal(
      'ENDORSEMENT_POLICY_FAILURE',
    )
  })

  it('a new row is judged by the chaincode’s policy alone: two who collude can forge one, as the threat model says', async () => {
    const scene = await Consortium.open()
    expect(await forge(scene, 'overwrite', ['voucher~XX-0000', '{}'], ['BankMSP', 'SupplierMSP'])).equal('VALID')
    expect(await forge(scene, 'overwrite', ['voucher~XX-0001', '{}'], ['BankMSP'])).equal('ENDORSEMENT_POLICY_FAILURE')
  })

  it('a row keeps its policy through every later write, without its being set again', async () => {
    const scene = await Consortium.open()
    const policyOf = () => scene.ledger.state.table('').get('account~alice')?.policy
    const before = policyOf()
    await scene.give([scene.alice], 10n)
    const { proposal } = await scene.honoured(scene.transfer(scene.alice, 'bob', 4n))
    expect(proposal.readWriteSet.policyWrites.map(({ key }) => key.split('~')[0])).deep.equal(['credit'])
    expect(before !== undefined && policyOf()?.equals(before)).equal(true)
  })

  it('no client can have peers with other answers count as agreeing', async () => {
    const scene = await Consortium.open()
    class Wavering extends Contract {
      #answer = 0
      async answer(): Promise<string> {
        this.#answer += 1
        return `${this.#answer}`
      }
    }
    const caller = { mspId: 'BankMSP', role: 'gateway' as const }
    const proposed = { caller, contract: new Wavering(), transaction: 'answer', args: [], timestamp: scene.now }
    expect(await failureOf(scene.ledger.endorse(proposed))).equal('ProposalResponsePayloads do not match')
  })
})

describe('the home of an instruction', () => {
  const others: Record<string, string[]> = {
    'a transfer of an institution’s voucher': ['BankMSP', 'SupplierMSP'],
    'an acceptance of transfers by a bank customer': ['InstitutionMSP', 'SupplierMSP'],
  }
  for (const [what, gateways] of Object.entries(others)) {
    it(`is the only one whose gateway may submit ${what}`, async () => {
      const scene = await Consortium.open()
      const isTransfer = what.startsWith('a transfer')
      const text = isTransfer
        ? scene.transfer(scene.treasury, 'bob', 1n)
        : scene.instruct(scene.alice, 'participant.accept', { accepts: 'none' })
      const home = isTransfer ? 'InstitutionMSP' : 'BankMSP'
      for (const gateway of gateways) {
        const outcome = only(await scene.apply(text, { gateway }))
        expect(outcome).deep.include({ code: 'not_home', values: { home, submitter: gateway } })
      }
      expect(only(await scene.apply(text, { gateway: home })).status).equal('accepted')
    })
  }

  it('is not proved by the role alone: an organisation’s authority can give it to anybody', async () => {
    const scene = await Consortium.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    const caller = { mspId: 'AuditorMSP', role: 'gateway' as const }
    expect(codeOf(only(await scene.apply(text, { caller })))).equal('not_home')
  })
})

describe('the network of an instruction', () => {
  it('is named in it, so that it counts on no other network with the same people', async () => {
    const [here, there] = [await Consortium.open('assay'), await Consortium.open('assay-two')]
    const text = here.transfer(here.treasury, 'bob', 1n)
    const outcome = only(await there.apply(text))
    expect(outcome).deep.include({ code: 'wrong_ledger', values: { ledger: 'assay-two' } })
    expect(only(await here.apply(text)).status).equal('accepted')
  })
})

describe('the clock bound', () => {
  const bounds: [string, bigint, bigint][] = [
    ['behind', clockBehindMilliseconds, 1n],
    ['ahead of', clockAheadMilliseconds, -1n],
  ]
  for (const [side, bound, direction] of bounds) {
    it(`lets a transaction’s time be ${bound} ms ${side} an endorser’s clock, and not a millisecond more`, async () => {
      const scene = await Consortium.open()
      const text = scene.transfer(scene.treasury, 'bob', 1n)
      await scene.endorse(text, { clock: scene.now + direction * bound })
      const failure = await failureOf(scene.endorse(text, { clock: scene.now + direction * (bound + 1n) }))
      expect(failure).match(/clock bound/)
    })
  }

  it('makes one endorser with a wrong clock refuse, and leaves the others enough to go on', async () => {
    const scene = await Consortium.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    const clock = { SupplierMSP: scene.now + 3_600_000n }
    expect(await failureOf(scene.apply(text, { clock }))).match(/clock bound/)
    const applied = await scene.apply(text, { clock, organisations: ['InstitutionMSP', 'BankMSP'] })
    expect([applied.code, only(applied).status]).deep.equal(['VALID', 'accepted'])
  })

  it('never lets an endorser’s clock into what it endorses', async () => {
    const scene = await Consortium.open()
    const clock = { BankMSP: scene.now - 4000n, InstitutionMSP: scene.now, SupplierMSP: scene.now + 29_000n }
    const proposal = await scene.endorse(scene.transfer(scene.treasury, 'bob', 1n), { clock })
    expect(proposal.organisations.length).equal(3)
  })
})

describe('the deadline of an instruction', () => {
  it('includes its last millisecond and no more', async () => {
    const scene = await Consortium.open()
    const at = (validUntil: bigint) => scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${validUntil}` })
    expect(codeOf(only(await scene.apply(at(scene.now))))).equal('accepted')
    expect(codeOf(only(await scene.apply(at(scene.now - 1n))))).equal('instruction_expired')
  })

  it('lies at most a day ahead', async () => {
    const scene = await Consortium.open()
    const at = (validUntil: bigint) => scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${validUntil}` })
    expect(codeOf(only(await scene.apply(at(scene.now + 86_400_000n))))).equal('accepted')
    expect(codeOf(only(await scene.apply(at(scene.now + 86_400_001n))))).equal('valid_until_too_far')
  })

  it('is judged by the transaction’s time, not by the endorser’s clock', async () => {
    const scene = await Consortium.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${scene.now}` })
    expect(codeOf(only(await scene.apply(text, { clock: scene.now + 20_000n })))).equal('accepted')
  })
})
