import { expect } from 'chai'
import type { ClientIdentity } from 'fabric-shim'
import { requireAdministrator, requireRole } from '../../../chaincode/state/caller.ts'
import { type CallerCertificate, certificates } from '../../support/certificates.ts'

const callerWith = (certificate: CallerCertificate, attributes: Record<string, string> = {}): ClientIdentity =>
  ({
    getIDBytes: () => Buffer.from(certificates[certificate]),
    assertAttributeValue: (name: string, value: string) => attributes[name] === value,
  }) as unknown as ClientIdentity

describe('a caller', () => {
  it('passes with one of the roles asked for, and only by the attribute of its certificate', () => {
    requireRole(callerWith('gateway', { 'assay.role': 'gateway' }), 'gateway', 'auditor')
    requireRole(callerWith('auditor', { 'assay.role': 'auditor' }), 'gateway', 'auditor')
    for (const attributes of [{}, { 'assay.role': 'client' }, { 'assay.role': 'Gateway' }, { role: 'gateway' }]) {
      expect(() => requireRole(callerWith('gateway', attributes), 'gateway')).throw(/gateway identities only/)
    }
  })

  it('is an administrator by the organisational unit of its certificate alone', () => {
    requireAdministrator(callerWith('admin'))
    for (const certificate of ['gateway', 'auditor', 'client'] as const) {
      expect(() => requireAdministrator(callerWith(certificate, { admin: 'true' }))).throw(/administrators/)
    }
  })
})
