import { status } from '@grpc/grpc-js'
import { GatewayError } from '@hyperledger/fabric-gateway'
import { expect } from 'chai'
import { ClockWatch } from '../../../gateway/fabric/clock-watch.ts'

const organisations = ['BankMSP', 'InstitutionMSP', 'SupplierMSP']
const refusal = new GatewayError({
  ...{ code: status.ABORTED, message: 'failed to endorse', cause: undefined as never },
  details: [
    {
      ...{ address: 'peer', mspId: 'BankMSP' },
      message: 'chaincode response 500, the transaction time lies outside this endorser’s clock bound',
    },
  ],
})
const outage = new GatewayError({ code: status.UNAVAILABLE, message: 'no', details: [], cause: undefined as never })

describe('the watch over the clock', () => {
  const told: string[] = []
  let refusing: string[]
  let absent: string[]
  let watch: ClockWatch
  beforeEach(() => {
    told.length = 0
    refusing = []
    absent = []
    const tell = (_values: unknown, message?: string) => told.push(message ?? String(_values))
    const contract = {
      evaluate: async (name: string, { endorsingOrganizations: [organisation = ''] = [] } = {}) => {
        expect(name).to.equal('apply')
        if (refusing.includes(organisation)) throw refusal
        if (absent.includes(organisation)) throw outage
        return new Uint8Array()
      },
    }
    watch = new ClockWatch({ contract: contract as never, organisations, log: { error: tell, warn: tell, info: tell } })
  })
  afterEach(() => watch.stop())

  it('finds the own clock off where more refuse its time than agree, says so once, and hears when it is right again', async () => {
    await watch.look()
    expect(watch.problem).to.equal(undefined)
    refusing = ['InstitutionMSP', 'SupplierMSP']
    await watch.look()
    await watch.look()
    expect(watch.problem).to.contain('InstitutionMSP, SupplierMSP').and.contain('set the time')
    expect(told).to.have.lengthOf(1)
    refusing = []
    await watch.look()
    expect(watch.problem).to.equal(undefined)
    expect(told[1]).to.contain('right again')
  })

  it('takes one other organisation that refuses for the one whose clock is off', async () => {
    refusing = ['SupplierMSP']
    await watch.look()
    await watch.look()
    expect(watch.problem).to.equal(undefined)
    expect(told).to.deep.equal(['its clock is off'])
  })

  it('keeps what it knows while nobody answers, and counts only those who do', async () => {
    refusing = ['SupplierMSP']
    absent = ['BankMSP', 'InstitutionMSP']
    await watch.look()
    expect(watch.problem).to.contain('SupplierMSP')
    absent = organisations
    refusing = []
    await watch.look()
    expect(watch.problem).to.contain('SupplierMSP')
    absent = []
    await watch.look()
    expect(watch.problem).to.equal(undefined)
  })
})
