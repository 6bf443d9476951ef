import { expect } from 'chai'
import { digestOf, documentBytesMaximum } from '../../../../chaincode/wire/bounded-json.ts'
import { canonical, type Json } from '../../../../chaincode/wire/canonical.ts'
import { makeDocument, openDocument, readDocument, sealDocument } from '../../../../terminal/sdk/certificates/body.ts'
import { signCredential } from '../../../../terminal/sdk/certificates/credential.ts'
import { type Certified, hostOf } from '../../../../terminal/sdk/certificates/goods.ts'
import { readCertificate } from '../../../../terminal/sdk/certificates/read-certificate.ts'
import { signSelective, withoutPrice } from '../../../../terminal/sdk/certificates/selective.ts'
import type { DeviceSigner } from '../../../../terminal/sdk/device-signer.ts'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { makeDeviceKey } from '../../../../terminal/sdk/node/key-file.ts'
import { certificateId, certifiedSample, type Issued, issueSample, now, rowOf } from './sample.ts'

const faultOf = async (promise: Promise<unknown>): Promise<string> => {
  const fault = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(fault instanceof TerminalFault)) throw fault ?? new Error('a fault was expected')
  return fault.code
}

/** A certificate around this document, whatever it is, with a row that fits its bytes. */
const issuedAs = async (document: string, { certified, row }: Issued): Promise<Issued> => {
  const sealed = await sealDocument(document)
  return { certified, document, sealed, row: { ...row, body: sealed.digest }, signer: makeDeviceKey() }
}

const read = ({ sealed, row }: Issued, changes: Partial<Parameters<typeof readCertificate>[1]> = {}) =>
  readCertificate(sealed.bytes, { row, link: { certificate: certificateId, key: sealed.key }, now, ...changes })

/** A document whose two forms are signed without a check of what they say, as a hostile provider could. */
const unchecked = async (certified: Certified, signer: DeviceSigner, other: Certified = certified): Promise<string> =>
  canonical({
    format: 1,
    credential: await signCredential(certified, signer),
    selective: await signSelective(other, signer),
  })

/** A certificate of a hostile provider, with the row that its own words make. */
const hostile = async (certified: Certified, other?: Certified): Promise<Issued> => {
  const signer = makeDeviceKey()
  const document = await unchecked(certified, signer, other)
  const sealed = await sealDocument(document)
  return { certified, signer, document, sealed, row: rowOf(certified, sealed, signer.device) }
}

const changed = (change: (certified: Certified) => void): Certified => {
  const certified = certifiedSample()
  change(certified)
  return certified
}

describe('the reading of a goods certificate', () => {
  let issued: Issued
  before(async () => {
    issued = await issueSample()
  })

  it('gives what its provider said, and both signed forms', async () => {
    const { certified, device, credential, selective } = await read(issued)
    expect({ certified, device }).deep.equal({ certified: issued.certified, device: issued.signer.device })
    expect(JSON.parse(issued.document)).deep.equal({ format: 1, credential, selective })
  })

  it('opens one without introduction, specification values and links', async () => {
    const bare = certifiedSample()
    const { introduction: _introduction, links: _links, ...goods } = bare.goods
    const few = await issueSample({ ...bare, goods: { ...goods, specification: [] } })
    expect((await read(few)).certified.goods).deep.equal({ ...goods, specification: [] })
  })

  it('S1-044 refuses bytes of which one bit is another, wherever it is', async () => {
    for (const place of [0, 11, 12, 400, issued.sealed.bytes.length - 1]) {
      const bytes = Uint8Array.from(issued.sealed.bytes)
      bytes[place] = (bytes[place] ?? 0) ^ 1
      const altered = { ...issued, sealed: { ...issued.sealed, bytes } }
      expect(await faultOf(read(altered))).equal('altered_certificate')
      // Were the row to fit them, the key still would not.
      const fitting = { ...altered, row: { ...issued.row, body: await digestOf(bytes) } }
      expect(await faultOf(read(fitting))).equal('wrong_certificate_key')
    }
  })

  it('refuses another key, and one that is none', async () => {
    for (const key of ['A'.repeat(43), '', 'A'.repeat(42)]) {
      const link = { certificate: certificateId, key }
      expect(await faultOf(read(issued, { link }))).equal('wrong_certificate_key')
    }
  })

  it('S1-033 says of a revoked and of an expired one that it is so, before all else', async () => {
    const revoked = { ...issued.row, status: 'revoked' as const }
    expect(await faultOf(read(issued, { row: revoked }))).equal('revoked_certificate')
    const end = issued.certified.expiresAt
    expect(await faultOf(read(issued, { now: end }))).equal('expired_certificate')
    expect((await read(issued, { now: end - 1 })).device).equal(issued.signer.device)
  })

  it('refuses the link of another certificate', async () => {
    const link = { certificate: 'D'.repeat(43), key: issued.sealed.key }
    expect(await faultOf(read(issued, { link }))).equal('foreign_link')
  })

  it('S1-044 S1-050 refuses a body that differs from its row in anything', async () => {
    const rows: Partial<Issued['row']>[] = [
      { device: makeDeviceKey().device },
      { provider: 'other-house' },
      { item: 'NOODLES-2' },
      { title: 'Other noodles' },
      { cash: 'OTHER-CASH' },
      { terms: 'T'.repeat(43) },
      { allows: ['order'] },
      { expiresAt: issued.row.expiresAt + 1n },
    ]
    for (const row of rows) {
      expect(await faultOf(read(issued, { row: { ...issued.row, ...row } }))).equal('altered_certificate')
    }
    const reversed = { ...issued.row, allows: [...issued.row.allows].reverse() }
    expect((await read(issued, { row: reversed })).device).equal(issued.signer.device)
  })

  it('S1-050 refuses another price, also signed by the provider, and another payee, also with a row that fits', async () => {
    const dearer = changed(({ price }) => {
      price.price = '2801'
    })
    const other = await hostile(dearer)
    const row = { ...issued.row, body: other.sealed.digest, device: other.signer.device }
    expect(await faultOf(read(other, { row }))).equal('altered_certificate')
    const elsewhere = await hostile(
      changed(({ goods }) => {
        goods.payee = 'mallory'
      }),
    )
    expect(await faultOf(read(elsewhere))).equal('altered_certificate')
  })

  it('S1-050 refuses a holder who signs the body anew, or changes it under the signature that is there', async () => {
    const holder = makeDeviceKey()
    const resigned = await issuedAs(await makeDocument(issued.certified, holder), issued)
    expect(await faultOf(read(resigned))).equal('altered_certificate')

    const parts = JSON.parse(issued.document) as { credential: string; selective: string }
    const [head, body = '', signature] = parts.credential.split('.')
    const payload = JSON.parse(Buffer.from(body, 'base64url').toString())
    payload.credentialSubject.priceTerms.price = '1'
    const edited = Buffer.from(canonical(payload)).toString('base64url')
    const forged = canonical({ format: 1, ...parts, credential: `${head}.${edited}.${signature}` })
    expect(await faultOf(read(await issuedAs(forged, issued)))).equal('altered_certificate')
  })

  it('refuses two forms that differ, and one that hides the price terms', async () => {
    const cheap = changed(({ price }) => {
      price.price = '1'
    })
    expect(await faultOf(read(await hostile(issued.certified, cheap)))).equal('malformed_certificate')
    const parts = JSON.parse(issued.document)
    const hiding = canonical({ ...parts, selective: withoutPrice(parts.selective) })
    expect(await faultOf(read(await issuedAs(hiding, issued)))).equal('malformed_certificate')
    const twice = canonical({ ...parts, selective: `${parts.selective}${parts.selective.split('~')[1]}~` })
    expect(await faultOf(read(await issuedAs(twice, issued)))).equal('malformed_certificate')
  })
})

describe('hostile bodies of goods certificates', () => {
  it('keep scripts as the text that they are', async () => {
    const script = '<script>alert(1)</script><img src=x onerror=alert(1)>'
    const scripted = changed(({ goods }) => {
      goods.introduction = script
      goods.title = '<b>noodles</b>'
      goods.specification = [{ name: script.slice(0, 40), value: `javascript:${script}` }]
    })
    expect((await read(await issueSample(scripted))).certified.goods).deep.equal(scripted.goods)
  })

  it('lead nowhere but to http and https, and show by their host where', async () => {
    const bad = [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://noodles.example@evil.example/',
      'https://noodles.example',
      '//evil.example/',
      'https://evil.example/\u202ekcehc',
    ]
    for (const address of bad) {
      const certified = changed(({ goods }) => {
        goods.links = [{ text: 'noodles.example', address }]
      })
      expect(await faultOf(issueSample(certified))).equal('malformed_certificate')
      expect(await faultOf(read(await hostile(certified)))).equal('malformed_certificate')
    }
    expect(hostOf({ address: 'https://nооdles.example/' })).match(/^xn--/)
    expect(hostOf({ address: 'https://evil.example:8443/noodles.example' })).equal('evil.example:8443')
  })

  it('hide nothing: controls, marks that turn the direction, and halves of characters are refused', async () => {
    for (const text of ['a\u0000b', 'a\u202eb', 'a\u2066b', 'a\u001b[31m', '\ud800', '']) {
      const certified = changed(({ goods }) => {
        goods.introduction = text
      })
      expect(await faultOf(issueSample(certified))).equal('malformed_certificate')
      expect(await faultOf(read(await hostile(certified)))).equal('malformed_certificate')
    }
  })

  it('are refused when they are too long, too deep, or of too many members', async () => {
    const issued = await issueSample()
    const parts = JSON.parse(issued.document)
    const documents = [
      canonical({ ...parts, credential: 'A'.repeat(documentBytesMaximum) }),
      `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
      `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
      canonical({ ...parts, more: Array.from({ length: 2_000 }, () => 1) }),
      canonical({ ...parts, more: '汉'.repeat(documentBytesMaximum / 2) }),
    ]
    for (const document of documents) {
      expect(await faultOf(readDocument(document))).equal('malformed_certificate')
    }
    const long = await issuedAs(documents[0] as string, issued)
    expect(await faultOf(read(long))).equal('malformed_certificate')
    const many = changed(({ goods }) => {
      goods.specification = Array.from({ length: 64 }, () => ({ name: '名'.repeat(60), value: '值'.repeat(400) }))
    })
    expect(await faultOf(issueSample(many))).equal('malformed_certificate')
  })

  it('are refused in any other form than the one in which they are written', async () => {
    const issued = await issueSample()
    const parts = JSON.parse(issued.document) as { [name: string]: Json }
    const documents = [
      '',
      'null',
      '{',
      ` ${issued.document}`,
      issued.document.replace('"format":1', '"format":1,"format":1'),
      canonical({ ...parts, format: 2 }),
      canonical({ ...parts, more: 1 }),
      canonical({ ...parts, credential: 'a.b.c' }),
      canonical({ ...parts, credential: parts['selective'] as string }),
      canonical({ ...parts, credential: `${parts['credential']}.more` }),
      canonical({ ...parts, selective: `${parts['selective']}a.b.c` }),
      issued.document.replace('{', '{"__proto__":{},'),
    ]
    for (const document of documents) {
      expect(await faultOf(readDocument(document)), document.slice(0, 60)).equal('malformed_certificate')
    }
  })

  it('are refused under a header of another algorithm, type or key', async () => {
    const issued = await issueSample()
    const parts = JSON.parse(issued.document)
    const [head = '', body, signature] = parts.credential.split('.')
    const header = JSON.parse(Buffer.from(head, 'base64url').toString())
    const keyless = header.kid.replace('#0', '')
    const changes = [
      { alg: 'none' },
      { alg: 'HS256' },
      { typ: 'JWT' },
      { crit: ['exp'] },
      { kid: keyless },
      { kid: `${keyless}#1` },
      { kid: 'did:web:evil.example#0' },
      { jku: 'https://evil.example/keys' },
    ]
    for (const change of changes) {
      const other = Buffer.from(canonical({ ...header, ...change })).toString('base64url')
      const document = canonical({ ...parts, credential: `${other}.${body}.${signature}` })
      expect(await faultOf(readDocument(document)), JSON.stringify(change)).equal('malformed_certificate')
    }
  })

  it('are refused when they decrypt to no text, or are larger than any certificate', async () => {
    const { bytes, key } = await sealDocument('x')
    expect(await openDocument(bytes, key)).equal('x')
    expect(await faultOf(openDocument(new Uint8Array(documentBytesMaximum + 29), key))).equal('malformed_certificate')
    expect(await faultOf(openDocument(new Uint8Array(5), key))).equal('wrong_certificate_key')
  })
})
