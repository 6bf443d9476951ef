import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { envelopeText, readEnvelope } from '../../../chaincode/envelope.ts'
import type { Refusal } from '../../../chaincode/refusal.ts'
import type { Body } from '../../../chaincode/vocabulary.ts'
import { isSignedBy } from '../../../chaincode/wire/signature.ts'
import { makeInstruction } from '../../../terminal/sdk/make-instruction.ts'
import { makeDeviceKey } from '../../../terminal/sdk/node/key-file.ts'
import { memoryNumbers } from '../../../terminal/sdk/stores.ts'
import { FakeGateway } from '../support/fake-gateway.ts'
import { aliceAt, rejection, transferBody } from '../support/scene.ts'

type Transfer = Body<'voucher.transfer'>

const badQuantities: unknown[] = [
  undefined,
  null,
  '',
  ' ',
  '0',
  '00',
  '01',
  '-1',
  '+1',
  '1.5',
  '1,5',
  '1e3',
  '0x10',
  '1 ',
  ' 1',
  '１',
  'ten',
  1,
  1.5,
  Number.NaN,
  true,
  [],
  ['1'],
  { value: '1' },
  (2n ** 96n).toString(),
  '9'.repeat(40),
]
const badParticipants: unknown[] = [
  undefined,
  '',
  'Bob',
  'b',
  '-bob',
  'bob-',
  'bob~x',
  '1bob',
  'b'.repeat(41),
  'bоb',
  7,
]
const badVouchers: unknown[] = [undefined, '', 'gold', 'G', 'GOLD~1', '-GOLD', 'GOLD-', 'G'.repeat(33), null]

describe('the making of an instruction', () => {
  let gateway: FakeGateway
  before(async () => {
    gateway = await new FakeGateway().listen()
  })
  after(() => gateway.close())

  const sendTransfer = async (member: string, value: unknown) => {
    const { terminal } = aliceAt(gateway)
    const body = { ...transferBody, [member]: value } as Transfer
    const before = gateway.sent.length
    const refusal = await rejection<Refusal>(terminal.instruct('voucher.transfer', body))
    expect(refusal.code).to.equal('malformed_instruction')
    expect(refusal.values['member']).to.match(new RegExp(`^instruction\\.body\\.${member}`))
    expect(gateway.sent.length).to.equal(before)
    const good = await terminal.make('voucher.transfer', transferBody)
    expect(good.instruction.number, 'a refused trigger uses no number').to.equal('1')
  }

  it('S0-007: a trigger makes one request with function, voucher, quantity, user and a fresh id', async () => {
    const { terminal, signer } = aliceAt(gateway)
    const first = await terminal.make('voucher.transfer', transferBody)
    const second = await terminal.make('voucher.transfer', transferBody)
    expect(first.instruction).to.deep.include({
      kind: 'voucher.transfer',
      from: 'alice',
      device: signer.device,
      body: transferBody,
    })
    expect(second.id).not.to.equal(first.id)
    expect(gateway.sent).to.deep.equal([])
  })

  for (const value of badQuantities) {
    it(`S0-007: refuses the quantity ${inspect(value)} on the terminal, before sending`, () =>
      sendTransfer('quantity', value))
  }
  for (const value of badParticipants) {
    it(`refuses the receiver ${inspect(value)} before sending`, () => sendTransfer('to', value))
  }
  for (const value of badVouchers) {
    it(`refuses the voucher ${inspect(value)} before sending`, () => sendTransfer('voucher', value))
  }

  it('refuses members that the wire does not know, and kinds as well', async () => {
    const { terminal } = aliceAt(gateway)
    const more = { ...transferBody, fee: '1' } as Transfer
    expect((await rejection<Refusal>(terminal.instruct('voucher.transfer', more))).code).to.equal(
      'malformed_instruction',
    )
    const kind = 'voucher.print' as 'voucher.transfer'
    expect((await rejection<Refusal>(terminal.instruct(kind, transferBody))).code).to.equal('malformed_instruction')
  })

  for (const validForSeconds of [0, -1, 1.5, 86_401, Number.NaN]) {
    it(`refuses to make an instruction valid for ${validForSeconds} seconds`, async () => {
      const refusal = await rejection<Refusal>(
        aliceAt(gateway).terminal.make('voucher.transfer', transferBody, { validForSeconds }),
      )
      expect(refusal.values['member']).to.equal('validForSeconds')
    })
  }

  it('refuses a new device, and a key for sealed documents, that lies off the curve', async () => {
    const publicKey = { crv: 'P-256', kty: 'EC', x: 'A'.repeat(43), y: 'B'.repeat(42).concat('A') } as const
    const device = { name: 'phone', publicKey, proof: 'A'.repeat(86), roles: ['customer' as const] }
    const refusal = await rejection<Refusal>(
      aliceAt(gateway).terminal.make('device.add', { participant: 'bob', device }),
    )
    expect(refusal.values['member']).to.equal('instruction.body.device.publicKey')
    const sealing = await rejection<Refusal>(aliceAt(gateway).terminal.make('device.set-seal-key', { publicKey }))
    expect(sealing.values['member']).to.equal('instruction.body.publicKey')
  })

  it('S0-048: works alone, with a fake key and a fake counter, and builds on no module that sends or receives', async () => {
    const { device, publicKey } = makeDeviceKey()
    const signed: string[] = []
    const signer = {
      device,
      publicKey,
      sign: async (text: string) => {
        signed.push(text)
        return 'A'.repeat(86)
      },
    }
    const envelope = await makeInstruction(
      { ledger: 'assay', kind: 'voucher.transfer', from: 'alice', body: transferBody, validForSeconds: 60 },
      { signer, numbers: { next: async () => '17' }, now: () => 1_000 },
    )
    expect(envelope.instruction).to.deep.include({ number: '17', validUntil: '61000', kind: 'voucher.transfer' })
    expect(signed).to.deep.equal([envelope.text])
    const source = readFileSync(join(import.meta.dirname, '../../../terminal/sdk/make-instruction.ts'), 'utf8')
    const imports = [...source.matchAll(/^import (type )?\{[^}]*\} from '(\.\/[^']+)'/gm)]
    expect(imports).to.have.length(3)
    const used = imports.filter(([, onlyType]) => onlyType === undefined).map(([, , from]) => from)
    expect(used).to.deep.equal(['./signature-check.ts'])
  })

  it('makes envelopes that the ledger reads back as the same instruction', async () => {
    const signer = makeDeviceKey()
    const envelope = await makeInstruction(
      { ledger: 'assay', kind: 'voucher.transfer', from: 'alice', body: transferBody, validForSeconds: 60 },
      { signer, numbers: memoryNumbers() },
    )
    expect(readEnvelope(envelopeText(envelope))).to.deep.equal(envelope)
    expect(isSignedBy(signer.publicKey, envelope.text, envelope.signature)).to.equal(true)
  })
})

describe('what is signed', () => {
  it('is in one normal form, whatever keyboard composed it, down to the last member', async () => {
    const signer = makeDeviceKey()
    const body = { device: signer.device, name: 'Zu\u0308rich phone' }
    const trigger = { ledger: 'assay', kind: 'device.rename' as const, from: 'alice', body, validForSeconds: 60 }
    const { instruction } = await makeInstruction(trigger, { signer, numbers: memoryNumbers() })
    expect(instruction.body).to.deep.equal({ device: signer.device, name: 'Z\u00fcrich phone' })
  })
})
