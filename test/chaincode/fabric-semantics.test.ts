import { expect } from 'chai'
import { failureOf } from '../support/failure.ts'
import { InMemoryLedger } from '../support/ledger.ts'
import { consortium, twoAndTwo } from '../support/members.ts'
import { cases } from '../support/semantics/cases.ts'
import { InMemoryDriver } from '../support/semantics/in-memory.ts'
import { Probe } from '../support/semantics/probe.ts'

const probe = new Probe(consortium)
const both = ['BankMSP', 'InstitutionMSP']

for (const [whose, members] of [
  ['', consortium],
  [' of two banks and two institutions', twoAndTwo],
] as const) {
  describe(`the ledger in memory${whose}, like Fabric,`, () => {
    for (const { title, see } of cases) it(title, () => see(new InMemoryDriver(members)))
  })
}

// Only a ledger in memory can show these: a peer tells nobody how many messages it exchanged with a chaincode, the peers of one
// machine have one clock, and the probe's definition on the network has no collections, as the ledger's has none.
describe('the ledger in memory, for itself,', () => {
  const endorse = (ledger: InMemoryLedger, transaction: string, args: string[]) =>
    ledger.endorse({
      caller: { mspId: 'BankMSP' },
      contract: probe,
      transaction,
      args,
      organisations: both,
      timestamp: 1_800_000_000_000n,
    })

  it('counts one message for each 100 rows of a scan', async () => {
    const ledger = new InMemoryLedger()
    const rows = Array.from({ length: 250 }, (_, index) => `b${1000 + index}=x`)
    ledger.commit([await endorse(ledger, 'put', rows)])
    const scan = await endorse(ledger, 'scan', ['b', 'c', '999', 'keys'])
    expect(scan.roundTrips).equal(3 + 1 + 1)
  })

  it('lets only members of a private collection write, read and keep it', async () => {
    const ledger = new InMemoryLedger({ collections: { secrets: { members: both } } })
    const caller = (mspId: string) => ({ mspId })
    const request = { contract: probe, timestamp: 0n, args: ['secrets', 'a'], organisations: both }
    const transient = { secret: Buffer.from('hush') }
    const hide = { ...request, transaction: 'hide', transient }
    expect((await ledger.submit({ ...hide, caller: caller('BankMSP') })).code).equal('VALID')
    expect(await failureOf(ledger.submit({ ...hide, caller: caller('SupplierMSP') }))).match(/no access/)
    const reveal = { ...request, transaction: 'reveal' }
    expect(await ledger.evaluate({ ...reveal, caller: caller('BankMSP') })).equal('hush')
    expect(await failureOf(ledger.evaluate({ ...reveal, caller: caller('SupplierMSP') }))).match(/no access/)
    const elsewhere = { ...reveal, organisations: ['SupplierMSP'], caller: caller('BankMSP') }
    expect(await failureOf(ledger.evaluate(elsewhere))).match(/not available/)
    expect(ledger.rows()).deep.equal([])
  })

  it('has nobody endorse who runs no peer, and counts neither the auditor nor anybody twice', async () => {
    const ledger = new InMemoryLedger()
    const request = { caller: { mspId: 'BankMSP' }, contract: probe, transaction: 'put', args: ['a=x'], timestamp: 0n }
    const withAuditor = ['BankMSP', 'AuditorMSP']
    expect(await failureOf(ledger.endorse({ ...request, organisations: withAuditor }))).match(/AuditorMSP runs no peer/)
    for (const organisations of [withAuditor, ['BankMSP', 'BankMSP'], ['BankMSP']]) {
      const proposal = { ...(await ledger.endorse({ ...request, organisations: ['BankMSP'] })), organisations }
      expect(ledger.commit([proposal]).transactions[0]?.code).equal('ENDORSEMENT_POLICY_FAILURE')
    }
    expect(ledger.commit([await endorse(ledger, 'put', ['a=x'])]).transactions[0]?.code).equal('VALID')
  })

  it('shows each endorser its own clock while it endorses, and nobody another one', async () => {
    const ledger = new InMemoryLedger()
    const request = { caller: { mspId: 'BankMSP' }, contract: probe, transaction: 'when', args: [], timestamp: 7n }
    const answers = await Promise.all([5n, 6n].map((clock) => ledger.evaluate({ ...request, clock })))
    expect(answers.map((answer) => answer.split(' ')[0])).deep.equal(['5', '6'])
    expect(await failureOf(ledger.endorse({ ...request, clock: { BankMSP: 5n, SupplierMSP: 6n } }))).match(
      /do not match/,
    )
    expect(Date.now()).above(1_600_000_000_000)
  })
})
