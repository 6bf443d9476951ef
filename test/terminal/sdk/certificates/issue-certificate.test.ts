import { expect } from 'chai'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import { issueCertificate, type NewCertificate } from '../../../../terminal/sdk/certificates/issue-certificate.ts'
import { readLink } from '../../../../terminal/sdk/certificates/link.ts'
import { readCertificate } from '../../../../terminal/sdk/certificates/read-certificate.ts'
import { makeDeviceKey } from '../../../../terminal/sdk/node/key-file.ts'

const now = Date.UTC(2027, 0, 1)
const origin = 'https://goods.example'
const clock: NewCertificate = {
  ...{
    item: 'CLOCK-1',
    title: 'A clock',
    specification: [{ name: 'Height', value: '20 cm' }],
    allows: ['order', 'pay'],
  },
  ...{ cash: 'CNY', price: '1200', expiresAt: `${now + 86_400_000}`, exclusive: false, passable: true },
  periods: { accept: 60, ship: 60, deliver: 60, confirm: 60, decide: 60 },
  traits: [{ trait: 'height', number: 20 }],
}

describe('issuing a certificate', () => {
  const signer = makeDeviceKey()
  const id = 'i'.repeat(43)

  /** A terminal whose steps are told in order, and whose body of the instruction is kept. */
  const playing = (failing?: 'putBytes' | 'send') => {
    const steps: string[] = []
    const kept: { bytes?: Uint8Array; body?: Body<'certificate.issue'>; link?: string } = {}
    const step = (name: string) => {
      steps.push(name)
      if (name === failing) throw new Error(`${name} failed`)
    }
    const terminal = {
      ...{ participant: 'clockmaker', signer, connection: { now: () => now } },
      putBytes: async (_path: string, bytes: Uint8Array) => {
        step('putBytes')
        kept.bytes = bytes
      },
      make: async (_kind: string, body: Body<'certificate.issue'>) => {
        step('make')
        kept.body = body
        return { id }
      },
      send: async () => {
        step('send')
        return { status: 'accepted' }
      },
    }
    const keep = async (link: string) => {
      step('keep')
      kept.link = link
    }
    return { steps, kept, issue: () => issueCertificate(terminal as never, clock, { origin, keep }) }
  }

  it('S1-032 S1-044 lays the body down and keeps the link before the ledger hears of it, and the link opens what the row commits to', async () => {
    const { steps, kept, issue } = playing()
    const { certificate, link } = await issue()
    expect(steps).deep.equal(['putBytes', 'make', 'keep', 'send'])
    expect([certificate, kept.link]).deep.equal([id, link])
    const body = kept.body as Body<'certificate.issue'>
    const row = {
      ...{ certificate: id, provider: 'clockmaker', device: signer.device, status: 'active' as const },
      ...{ ...body, expiresAt: BigInt(body.expiresAt) },
    }
    const read = await readCertificate(kept.bytes as Uint8Array, { row, link: readLink(link), now })
    expect(read.certified.price).include({ price: '1200', cash: 'CNY' })
    // Its traits stand on the ledger for all to match by, and not in its body.
    expect(body.traits).deep.equal([{ trait: 'height', number: 20 }])
    expect(read.certified.goods).not.have.property('traits')
    expect(read.certified.goods).include({ payee: 'clockmaker', title: 'A clock' })
    expect(JSON.stringify(body)).not.include('1200').and.not.include(readLink(link).key)
  })

  it('says nothing to the ledger when the body could not be laid down, and has the link kept when the sending fails', async () => {
    const unlaid = playing('putBytes')
    await unlaid.issue().then(
      () => expect.fail('it was issued'),
      (error: Error) => expect(error.message).equal('putBytes failed'),
    )
    expect(unlaid.steps).deep.equal(['putBytes'])
    const unsent = playing('send')
    await unsent.issue().then(
      () => expect.fail('it was issued'),
      (error: Error) => expect(error.message).equal('send failed'),
    )
    expect(unsent.kept.link).match(/^https:\/\/goods\.example\/c\//)
  })
})
