import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { type ErrorDetail, GatewayError } from '@hyperledger/fabric-gateway'
import { expect } from 'chai'
import { faultOf, isSubmitError } from '../../../gateway/fabric/errors.ts'

const gatewayError = (code: number, message: string, details: ErrorDetail[] = []) => {
  const cause = Object.assign(new Error(message), { code, details: message, metadata: new Metadata() }) as ServiceError
  return new GatewayError({ code, details, cause, message })
}
const detail = (mspId: string, message: string): ErrorDetail => ({ address: `${mspId}:7051`, mspId, message })

describe('sorting errors of the network', () => {
  const table: [string, unknown, object][] = [
    [
      'a peer out of reach',
      gatewayError(status.UNAVAILABLE, 'no peers'),
      { type: 'outage', isOwnPeer: true, organisations: [] },
    ],
    [
      'an organisation out of reach, named in the details',
      gatewayError(status.UNAVAILABLE, 'failed to endorse', [detail('SupplierMSP', 'connection refused')]),
      { type: 'outage', isOwnPeer: false, organisations: ['SupplierMSP'] },
    ],
    [
      'organisations out of reach, named in the text',
      gatewayError(status.FAILED_PRECONDITION, 'no peers available to evaluate for org(s): BankMSP, SupplierMSP'),
      { type: 'outage', isOwnPeer: false, organisations: ['BankMSP', 'SupplierMSP'] },
    ],
    [
      'no choice of peers',
      gatewayError(
        status.FAILED_PRECONDITION,
        'no combination of peers can be derived which satisfy the endorsement policy',
      ),
      { type: 'outage', organisations: [] },
    ],
    [
      'another clock than the endorser’s',
      gatewayError(status.ABORTED, 'failed to endorse', [
        detail('SupplierMSP', 'chaincode response 500, the transaction time lies outside this endorser’s clock bound'),
      ]),
      { type: 'outage', isOwnPeer: false, isClock: true, organisations: ['SupplierMSP'] },
    ],
    [
      'another clock than the filter of the peers takes',
      gatewayError(status.UNKNOWN, 'request unauthorized due to incorrect timestamp'),
      { type: 'outage', isClock: true },
    ],
    ['a deadline', gatewayError(status.DEADLINE_EXCEEDED, 'deadline'), { type: 'outage', isOwnPeer: false }],
    ['too much load', gatewayError(status.RESOURCE_EXHAUSTED, 'too many requests'), { type: 'outage' }],
    ['a cancelled call', gatewayError(status.CANCELLED, 'cancelled'), { type: 'outage' }],
    [
      'endorsers that saw different states',
      gatewayError(status.ABORTED, 'ProposalResponsePayloads do not match', [detail('BankMSP', 'x')]),
      { type: 'conflict', organisations: [], isOwnPeer: false },
    ],
    [
      'a contract that threw',
      gatewayError(status.ABORTED, 'failed to endorse', [
        detail('BankMSP', 'chaincode response 500, the caller is no gateway'),
      ]),
      { type: 'refused', organisations: ['BankMSP'] },
    ],
    [
      'what is no error of the network',
      new TypeError('of our own'),
      { type: 'refused', organisations: [], isOwnPeer: false },
    ],
  ]
  for (const [what, error, expected] of table) {
    it(`takes ${what} for ${(expected as { type: string }).type}`, () => {
      expect(faultOf(error)).to.deep.include(expected)
    })
  }

  it('keeps the words of every endorser', () => {
    const fault = faultOf(
      gatewayError(status.ABORTED, 'failed', [detail('BankMSP', 'one'), detail('SupplierMSP', 'two')]),
    )
    expect(fault.message).to.equal('failed; BankMSP: one; SupplierMSP: two')
  })

  it('knows an endorsed transaction that the orderers did not take', () => {
    const submit = Object.assign(gatewayError(status.UNAVAILABLE, 'x'), { name: 'SubmitError' })
    expect(isSubmitError(submit)).to.equal(true)
    expect(isSubmitError(gatewayError(status.UNAVAILABLE, 'x'))).to.equal(false)
    expect(isSubmitError(new Error('x'))).to.equal(false)
  })
})
