import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { envelopeText } from '../../chaincode/envelope.ts'
import { connectFabric } from '../../gateway/fabric/connect.ts'
import { gateways, topology } from './support/network.ts'
import { get, idOf, Person, post, postText } from './support/people.ts'
import { fund, readScene, register, type Scene } from './support/scene.ts'

describe('bad input gets a clear refusal and changes nothing', () => {
  let scene: Scene
  let dora: Person

  const transferOf = (quantity: string, to = 'alice', head: { [name: string]: string } = {}) =>
    dora.envelope('voucher.transfer', { voucher: scene.voucher, to, quantity }, head)

  before(async () => {
    scene = await readScene()
    dora = await register('bank', scene.registrars.bank, new Person('dora'))
    await fund(scene, dora, '1000')
  })

  const refusedTexts: [string, () => string, Record<string, string>, number, string][] = [
    ['text that is not JSON', () => '{"instruction":', {}, 400, 'malformed_json'],
    [
      'a body larger than an instruction may be',
      () => JSON.stringify({ filler: 'x'.repeat(60_000) }),
      {},
      413,
      'request_too_large',
    ],
    ['another media type', () => '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['an empty object', () => '{}', {}, 400, 'malformed_instruction'],
    ['an unknown member', () => JSON.stringify({ ...transferOf('1'), extra: true }), {}, 400, 'malformed_instruction'],
    ['deep nesting', () => '['.repeat(5_000) + ']'.repeat(5_000), {}, 400, 'malformed_instruction'],
  ]
  for (const [what, text, headers, status, code] of refusedTexts) {
    it(`refuses ${what} as ${code}`, async () => {
      const answer = await postText(gateways.institution, text(), headers)
      expect(answer.status).to.equal(status)
      expect(answer.type).to.match(/^application\/problem\+json/)
      expect(answer.body).to.include({ code, outcome: 'none', status })
    })
  }

  for (const quantity of ['0', '-1', '1.5', '01', '1e3', ' 1', '0x10', '', '79228162514264337593543950336']) {
    it(`refuses the quantity ${JSON.stringify(quantity)}`, async () => {
      const answer = await post(gateways.institution, transferOf(quantity))
      expect(answer.body).to.include({ code: 'malformed_instruction', status: 400 })
      expect(answer.body['values']['member']).to.equal('instruction.body.quantity')
    })
  }

  for (const to of ['a\u0000b', 'alicе', 'ＡＬＩＣＥ', '_alice', '', 'alice~bob', 'a'.repeat(60)]) {
    it(`refuses the receiver ${JSON.stringify(to)}`, async () => {
      const answer = await post(gateways.institution, transferOf('1', to))
      expect(answer.body).to.include({ code: 'malformed_instruction', status: 400 })
    })
  }

  it('refuses an instruction for another network', async () => {
    const answer = await post(gateways.institution, transferOf('1', 'alice', { ledger: 'elsewhere' }))
    expect(answer.body).to.include({ code: 'wrong_ledger', status: 400 })
  })

  it('refuses a tampered envelope, and the untampered one still counts', async () => {
    const good = transferOf('1')
    const tampered = {
      ...good,
      instruction: { ...good.instruction, body: { ...good.instruction.body, quantity: '900' } },
    }
    expect((await post(gateways.institution, tampered as typeof good)).body).to.include({
      code: 'bad_signature',
      status: 401,
    })
    expect((await post(gateways.institution, good)).status).to.equal(200)
  })

  it('refuses a device that the ledger does not know', async () => {
    const stranger = new Person('dora')
    const body = { voucher: scene.voucher, to: 'alice', quantity: '1' }
    const answer = await post(gateways.institution, stranger.envelope('voucher.transfer', body))
    expect(answer.body).to.include({ code: 'unknown_device', status: 401 })
  })

  it('refuses a device once it is revoked', async () => {
    const phone = new Person('dora')
    const add = { participant: 'dora', device: phone.newDevice(['customer']) }
    expect((await post(gateways.bank, scene.registrars.bank.envelope('device.add', add))).status).to.equal(200)
    const body = { voucher: scene.voucher, to: 'alice', quantity: '1' }
    expect((await post(gateways.institution, phone.envelope('voucher.transfer', body))).status).to.equal(200)
    const revoke = dora.envelope('device.revoke', { participant: 'dora', device: phone.device })
    expect((await post(gateways.bank, revoke)).status).to.equal(200)
    const answer = await post(gateways.institution, phone.envelope('voucher.transfer', body))
    expect(answer.body).to.include({ code: 'revoked_device', status: 403 })
  })

  it('S0-011 honours a number once: the same again gets the first outcome, another under that number is refused', async () => {
    const first = transferOf('5')
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(gateways.institution, first)))
    for (const { body } of answers) expect(body).to.deep.equal(answers[0]?.body)
    const { number } = first.instruction
    const rival = await post(gateways.institution, transferOf('6', 'alice', { number }))
    expect(rival.body).to.include({ code: 'number_used', status: 409, outcome: 'none' })
    expect(rival.body['values']).to.deep.equal({ number, first: idOf(first) })
  })

  it('refuses a number too far behind', async () => {
    const eve = await register('bank', scene.registrars.bank, new Person('eve'))
    await fund(scene, eve, '10')
    const body = { voucher: scene.voucher, to: 'alice', quantity: '1' }
    expect(
      (await post(gateways.institution, eve.envelope('voucher.transfer', body, { number: '1000' }))).status,
    ).to.equal(200)
    const late = await post(gateways.institution, eve.envelope('voucher.transfer', body, { number: '744' }))
    expect(late.body).to.include({ code: 'number_too_old', status: 409 })
    const inside = await post(gateways.institution, eve.envelope('voucher.transfer', body, { number: '745' }))
    expect(inside.status).to.equal(200)
  })

  it('S0-010 records the refusal of what has expired, and the number is used up', async () => {
    const late = transferOf('1', 'alice', { validUntil: String(Date.now() - 1000) })
    const answer = await post(gateways.institution, late)
    expect(answer.body).to.include({ code: 'instruction_expired', status: 422, outcome: 'refused', id: idOf(late) })
    const { body } = await get(gateways.supplier, `/v1/instructions/${idOf(late)}`)
    expect(body).to.include({ status: 'refused', code: 'instruction_expired' })
  })

  const refusedOnTheLedger: [string, () => ReturnType<typeof transferOf>, number, string][] = [
    ['a transfer to oneself', () => transferOf('1', 'dora'), 422, 'sender_is_receiver'],
    ['an unknown receiver', () => transferOf('1', 'nobody-here'), 404, 'unknown_participant'],
    ['more than is available', () => transferOf('999999'), 409, 'exceeds_available_quantity'],
    [
      'a deadline too far away',
      () => transferOf('1', 'alice', { validUntil: String(Date.now() + 90_000_000) }),
      422,
      'valid_until_too_far',
    ],
    [
      'a role that the device lacks',
      () => dora.envelope('voucher.retire', { voucher: scene.voucher }),
      403,
      'device_lacks_role',
    ],
  ]
  for (const [what, envelope, status, code] of refusedOnTheLedger) {
    it(`records the refusal of ${what} as ${code}`, async () => {
      const answer = await post(gateways.institution, envelope())
      expect(answer.body).to.include({ code, status, outcome: 'refused' })
    })
  }

  it('S0-006 refuses a code that is taken and leaves the first voucher as it was', async () => {
    const before = (await get(gateways.bank, `/v1/vouchers/${scene.voucher}`)).body['voucher']
    const copy = scene.treasury.envelope('voucher.issue', {
      voucher: scene.voucher,
      name: 'Silver',
      product: { type: 'metal', metal: 'silver', finenessPerTenThousand: 9990, form: 'bar' },
      unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
      functions: ['transfer'],
      quantity: '5',
    })
    expect((await post(gateways.institution, copy)).body).to.include({ code: 'voucher_exists', status: 409 })
    expect((await get(gateways.bank, `/v1/vouchers/${scene.voucher}`)).body['voucher']).to.deep.equal(before)
  })

  it('is refused by a gateway that is not home and was asked not to pass it on', async () => {
    const answer = await postText(gateways.bank, JSON.stringify(transferOf('1')), { 'assay-relayed-by': 'SupplierMSP' })
    expect(answer.body).to.include({ code: 'not_home', status: 422 })
    expect(answer.body['values']).to.include({ home: 'InstitutionMSP' })
  })

  it('S0-005 is refused by the contract itself when another organisation’s gateway identity submits it', async () => {
    const file = join(topology.dataFolder, 'gateways', 'supplier.json')
    const fabric = connectFabric(JSON.parse(readFileSync(file, 'utf8')))
    try {
      const forged = scene.treasury.envelope('voucher.increase-supply', { voucher: scene.voucher, quantity: '1' })
      const bytes = await fabric.contract('ledger').evaluateTransaction('apply', envelopeText(forged))
      expect(JSON.parse(Buffer.from(bytes).toString())[0]).to.include({ status: 'rejected', code: 'not_home' })
    } finally {
      fabric.close()
    }
  })

  it('is refused by the contract when the caller is no gateway at all', async () => {
    const file = join(topology.dataFolder, 'admins', 'institution.json')
    const fabric = connectFabric(JSON.parse(readFileSync(file, 'utf8')))
    const failure = await fabric
      .contract('ledger')
      .evaluateTransaction('apply', '{}')
      .then(
        () => undefined,
        (error: Error) => error,
      )
    fabric.close()
    expect(failure).to.be.an('error')
  })

  it('knows nothing of an instruction that nobody sent', async () => {
    expect((await get(gateways.bank, `/v1/instructions/${'A'.repeat(43)}`)).body).to.include({
      code: 'not_found',
      status: 404,
    })
    expect((await get(gateways.bank, '/v1/instructions/..%2F..%2Fetc')).status).to.equal(404)
  })
})
