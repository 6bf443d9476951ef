import { expect } from 'chai'
import { type Context, Contract } from 'fabric-contract-api'
import { clockAheadMilliseconds, clockBehindMilliseconds } from '../../../chaincode/rules/deadline.ts'
import { failureOf } from '../../support/failure.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { codeOf, only, Scene } from '../../support/scene.ts'

/** What a peer would run whose organisation swapped its chaincode: it writes what it likes. */
class Patched extends Contract {
  async overwrite(ctx: Context, key: string, row: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from(row))
  }

  /** Lets a chaincode of accounts write, as the true one does what its rules decided. */
  async overwriteThrough(ctx: Context, chaincode: string, key: string, row: string): Promise<void> {
    await ctx.stub.invokeChaincode(chaincode, ['write', key, row], '')
  }

  async relax(ctx: Context, key: string): Promise<void> {
    await ctx.stub.setStateValidationParameter(key, Buffer.alloc(0))
  }
}

const forge = async (
  scene: Scene,
  [transaction, ...args]: [string, ...string[]],
  organisations: string[],
  chaincode = 'ledger',
): Promise<string> => {
  const caller = { mspId: organisations[0] as string, role: 'gateway' as const }
  const proposed = {
    caller,
    contract: new Patched(),
    chaincode,
    transaction,
    args,
    organisations,
    timestamp: scene.now,
  }
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

    it(`a payment among bank customers: ${organisations.join(' and ')} ${isEnough ? 'suffice' : 'do not suffice'}`, async () => {
      const scene = await Scene.open()
      await scene.registerCustomers(['carol'], 'BankMSP')
      await scene.give([scene.alice], 10n)
      const applied = await scene.apply(scene.transfer(scene.alice, 'carol', 4n), { organisations })
      expect(applied.code).equal(isEnough ? 'VALID' : 'ENDORSEMENT_POLICY_FAILURE')
      expect(scene.balance('carol')).equal(isEnough ? 4n : 0n)
      expect(ledgerFaults(scene.ledger)).deep.equal([])
    })

    it(`a payment of a bank customer to a supplier’s: ${organisations.join(' and ')}, only when both homes are among them`, async () => {
      const scene = await Scene.open()
      await scene.give([scene.alice], 10n)
      const areBoth = isEnough && organisations.includes('SupplierMSP')
      const applied = await scene.apply(scene.transfer(scene.alice, 'bob', 4n), { organisations })
      expect(applied.code).equal(areBoth ? 'VALID' : 'ENDORSEMENT_POLICY_FAILURE')
      expect(scene.balance('bob')).equal(areBoth ? 4n : 0n)
      expect(ledgerFaults(scene.ledger)).deep.equal([])
    })
  }

  it('a debit of a bank customer: the bank alone does not suffice', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const applied = await scene.apply(scene.transfer(scene.alice, 'bob', 4n), { organisations: ['BankMSP'] })
    expect(applied.code).equal('ENDORSEMENT_POLICY_FAILURE')
  })

  const foreign = ['InstitutionMSP', 'SupplierMSP']

  it('no two foreign organisations with patched chaincode can change an account or a credit of the bank, or make a new one', async () => {
    const scene = await Scene.open()
    await scene.give([scene.alice], 10n)
    const [credit = ''] = scene.ledger.keys('credit~alice', 'credit~alice\u007f')
    const before = scene.ledger.placedRows()
    for (const key of ['account~alice', 'account~nobody', credit, 'credit~alice~AU-9999~forged']) {
      const codes = [
        await forge(scene, ['overwrite', key, '{"forged":1}'], foreign, 'accounts-bank'),
        await forge(scene, ['overwriteThrough', 'accounts-bank', key, '{"forged":1}'], foreign),
        await forge(scene, ['relax', key], foreign, 'accounts-bank'),
      ]
      expect(new Set(codes), key).deep.equal(new Set(['ENDORSEMENT_POLICY_FAILURE']))
    }
    expect(scene.ledger.placedRows()).deep.equal(before)
  })

  it('an account that is written where its home is not counts for nobody', async () => {
    const scene = await Scene.open()
    const row = JSON.stringify(scene.ledger.row('account~alice')).replace('"holdings":{}', '"holdings":{"AU-9999":{}}')
    for (const chaincode of ['ledger', 'accounts-supplier']) {
      expect(await forge(scene, ['overwrite', 'account~alice', row], foreign, chaincode), chaincode).equal('VALID')
      expect(await scene.query('get', ['account~alice']), chaincode).deep.include({ holdings: {} })
    }
    expect(codeOf(only(await scene.apply(scene.transfer(scene.alice, 'bob', 1n))))).equal('exceeds_available_quantity')
  })

  it('no two foreign organisations with patched chaincode can change a participant of the bank, or free it of its policy', async () => {
    const scene = await Scene.open()
    for (const forgery of [
      ['overwrite', 'participant~alice', '{}'] as const,
      ['relax', 'participant~alice'] as const,
    ]) {
      expect(await forge(scene, [...forgery], foreign), forgery[0]).equal('ENDORSEMENT_POLICY_FAILURE')
    }
  })

  it('a voucher’s row needs the issuer’s organisation', async () => {
    const scene = await Scene.open()
    expect(await forge(scene, ['overwrite', 'voucher~AU-9999', '{}'], ['BankMSP', 'SupplierMSP'])).equal(
      'ENDORSEMENT_POLICY_FAILURE',
    )
  })

  it('a new row of the ledger’s own is judged by its policy alone: two who collude can forge one, as the threat model says', async () => {
    const scene = await Scene.open()
    expect(await forge(scene, ['overwrite', 'voucher~XX-0000', '{}'], ['BankMSP', 'SupplierMSP'])).equal('VALID')
    expect(await forge(scene, ['overwrite', 'voucher~XX-0001', '{}'], ['BankMSP'])).equal('ENDORSEMENT_POLICY_FAILURE')
  })

  it('a row keeps its policy through every later write, without its being set again', async () => {
    const scene = await Scene.open()
    const policyOf = () => scene.ledger.state.table('').get('participant~alice')?.policy
    const before = policyOf()
    const accept = scene.instruct(scene.alice, 'participant.accept', { accepts: 'none' })
    const { proposal } = await scene.honoured(accept, { gateway: 'BankMSP' })
    expect(proposal.readWriteSet.writes.map(({ key }) => key)).include('participant~alice')
    expect(proposal.readWriteSet.policyWrites).deep.equal([])
    expect(before !== undefined && policyOf()?.equals(before)).equal(true)
  })

  it('no client can have peers with other answers count as agreeing', async () => {
    const scene = await Scene.open()
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
      const scene = await Scene.open()
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
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    const caller = { mspId: 'AuditorMSP', role: 'gateway' as const }
    expect(codeOf(only(await scene.apply(text, { caller })))).equal('not_home')
  })
})

describe('the network of an instruction', () => {
  it('is named in it, so that it counts on no other network with the same people', async () => {
    const [here, there] = [await Scene.open('assay'), await Scene.open('assay-two')]
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
      const scene = await Scene.open()
      const text = scene.transfer(scene.treasury, 'bob', 1n)
      await scene.endorse(text, { clock: scene.now + direction * bound })
      const failure = await failureOf(scene.endorse(text, { clock: scene.now + direction * (bound + 1n) }))
      expect(failure).match(/clock bound/)
    })
  }

  it('makes one endorser with a wrong clock refuse, and leaves the others enough to go on', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n)
    const clock = { BankMSP: scene.now + 3_600_000n }
    expect(await failureOf(scene.apply(text, { clock }))).match(/clock bound/)
    const applied = await scene.apply(text, { clock, organisations: ['InstitutionMSP', 'SupplierMSP'] })
    expect([applied.code, only(applied).status]).deep.equal(['VALID', 'accepted'])
  })

  it('never lets an endorser’s clock into what it endorses', async () => {
    const scene = await Scene.open()
    const clock = { BankMSP: scene.now - 4000n, InstitutionMSP: scene.now, SupplierMSP: scene.now + 29_000n }
    const proposal = await scene.endorse(scene.transfer(scene.treasury, 'bob', 1n), { clock })
    expect(proposal.organisations.length).equal(3)
  })
})

describe('the deadline of an instruction', () => {
  it('includes its last millisecond and no more', async () => {
    const scene = await Scene.open()
    const at = (validUntil: bigint) => scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${validUntil}` })
    expect(codeOf(only(await scene.apply(at(scene.now))))).equal('accepted')
    expect(codeOf(only(await scene.apply(at(scene.now - 1n))))).equal('instruction_expired')
  })

  it('lies at most a day ahead', async () => {
    const scene = await Scene.open()
    const at = (validUntil: bigint) => scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${validUntil}` })
    expect(codeOf(only(await scene.apply(at(scene.now + 86_400_000n))))).equal('accepted')
    expect(codeOf(only(await scene.apply(at(scene.now + 86_400_001n))))).equal('valid_until_too_far')
  })

  it('is judged by the transaction’s time, not by the endorser’s clock', async () => {
    const scene = await Scene.open()
    const text = scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${scene.now}` })
    expect(codeOf(only(await scene.apply(text, { clock: scene.now + 20_000n })))).equal('accepted')
  })
})
