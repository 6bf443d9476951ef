import { expect } from 'chai'
import { envelopeText, readEnvelope, shapeEnvelope } from '../../../chaincode/envelope.ts'
import { Refusal } from '../../../chaincode/refusal.ts'
import { envelopeBytesMaximum } from '../../../chaincode/wire/identifiers.ts'
import { Device } from '../../support/devices.ts'

const alice = new Device('alice', ['customer'])
const transfer = alice.instruction('voucher.transfer', { voucher: 'AU-9999', to: 'bob', quantity: '7' })
const text = alice.sign(transfer)
const signature = readEnvelope(text).signature

const refusalOf = (act: () => unknown): Refusal => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('a refusal was expected')
}

const expectMalformed = (hostile: string, problem: RegExp): void => {
  const refusal = refusalOf(() => readEnvelope(hostile))
  expect(refusal.code).equal('malformed_instruction')
  expect(`${refusal.values['member'] ?? ''} ${refusal.values['problem']}`).match(problem)
}

/** The text with one piece of it replaced; fails when the piece is not there, so that no case tests nothing. */
const withPiece = (piece: string, replacement: string): string => {
  expect(text).contain(piece)
  return text.replace(piece, replacement)
}

describe('reading an envelope', () => {
  it('gives the instruction, the signed text and the id over that text', () => {
    const read = readEnvelope(text)
    expect(read.instruction).deep.equal(transfer)
    expect(text).equal(`{"instruction":${read.text},"signature":"${read.signature}"}`)
    expect(read.id).match(/^[A-Za-z0-9_-]{43}$/)
  })

  it('gives another id as soon as one digit differs', () => {
    expect(readEnvelope(withPiece('"quantity":"7"', '"quantity":"8"')).id).not.equal(readEnvelope(text).id)
  })

  it('reads back what was written', () => expect(envelopeText(readEnvelope(text))).equal(text))

  it('refuses what is not JSON', () => {
    for (const hostile of ['', '{', 'undefined', `${text}x`, `${text}${text}`, '\ufeff{}', "{'a':1}", 'NaN']) {
      expectMalformed(hostile, /not JSON/)
    }
  })

  it('refuses JSON that is no envelope', () => {
    for (const hostile of ['null', '[]', '"text"', '1', 'true', '{}', '[{}]']) expectMalformed(hostile, /./)
  })

  it('refuses a member that stands twice, whichever of the two counts', () => {
    expectMalformed(withPiece('"quantity":"7"', '"quantity":"9","quantity":"7"'), /canonical/)
    expectMalformed(withPiece('"quantity":"7"', '"quantity":"7","quantity":"7"'), /canonical/)
    expectMalformed(withPiece('"signature":', `"signature":"${signature}","signature":`), /canonical/)
  })

  it('refuses unknown members at every depth', () => {
    expectMalformed(withPiece('"quantity":"7"', '"quantity":"7","rush":true'), /body.*rush/)
    expectMalformed(withPiece('"from":', '"fee":"1","from":'), /instruction.*fee/)
    expectMalformed(withPiece('"signature":', '"note":"x","signature":'), /note/)
    expectMalformed(withPiece('"quantity":"7"', '"quantity":"7","__proto__":{}'), /./)
    expectMalformed(withPiece('"quantity":"7"', '"quantity":"7","constructor":"x"'), /constructor/)
  })

  it('refuses members in another order', () => {
    expectMalformed(`{"signature":"${signature}","instruction":${readEnvelope(text).text}}`, /canonical/)
    expectMalformed(withPiece('"quantity":"7","to":"bob"', '"to":"bob","quantity":"7"'), /canonical/)
  })

  it('refuses another spelling of the same value', () => {
    expectMalformed(withPiece('"to":"bob"', '"to": "bob"'), /canonical/)
    expectMalformed(withPiece('"to":"bob"', '"to":"\\u0062ob"'), /canonical/)
    expectMalformed(withPiece('"to":"bob"', '"to":"bob"\n'), /canonical/)
    expectMalformed(` ${text}`, /canonical/)
    expectMalformed(`${text}\n`, /canonical/)
  })

  it('refuses numbers where decimal strings belong', () => {
    expectMalformed(withPiece('"quantity":"7"', '"quantity":7'), /quantity/)
    expectMalformed(withPiece('"number":"1"', '"number":1'), /number/)
    expectMalformed(withPiece('"validUntil":"1800003600000"', '"validUntil":1800003600000'), /validUntil/)
  })

  it('refuses a missing member', () => {
    expectMalformed(withPiece('"quantity":"7",', ''), /quantity/)
    expectMalformed(withPiece('"ledger":"assay",', ''), /ledger/)
  })

  it('refuses an unknown kind, and a known kind with the body of another', () => {
    expectMalformed(withPiece('voucher.transfer', 'voucher.mint'), /kind|option/i)
    expectMalformed(withPiece('voucher.transfer', 'voucher.retire'), /body/)
    expectMalformed(withPiece('voucher.transfer', '__proto__'), /./)
    expectMalformed(withPiece('voucher.transfer', 'toString'), /./)
  })

  it('refuses a signature of another length or alphabet', () => {
    expectMalformed(withPiece(signature, signature.slice(1)), /signature/)
    expectMalformed(withPiece(signature, `${signature}A`), /signature/)
    expectMalformed(withPiece(signature, `${signature.slice(0, -1)}=`), /signature/)
    expectMalformed(withPiece(signature, ''), /signature/)
  })

  it('refuses one byte more than the longest text, before parsing it', () => {
    expectMalformed(text.padEnd(envelopeBytesMaximum + 1), /longer/)
    expectMalformed(text.padEnd(envelopeBytesMaximum), /canonical/)
  })

  it('counts bytes, not characters', () => {
    expectMalformed('金'.repeat(envelopeBytesMaximum / 3 + 1), /longer/)
  })

  it('names the member at fault and never repeats a long text', () => {
    const refusal = refusalOf(() => readEnvelope(withPiece('"to":"bob"', `"to":"${'x'.repeat(5000)}"`)))
    expect(refusal.values['member']).equal('instruction.body.to')
    expect(JSON.stringify(refusal.values).length).below(400)
  })

  it('shapes a parsed value in any order into the same instruction', () => {
    const { instruction } = readEnvelope(text)
    const reversed = Object.fromEntries(Object.entries(instruction).reverse())
    expect(shapeEnvelope({ signature, instruction: reversed }).id).equal(readEnvelope(text).id)
  })
})
