import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { expect } from 'chai'
import { codeAround } from '../../chaincode/wire/payment-code.ts'
import { connect } from '../../terminal/sdk/connection.ts'
import { makeCard } from '../../terminal/sdk/device-signer.ts'
import {
  beginAuthorisation,
  type Client,
  confirmAuthorisation,
  type LoginTicket,
  logIn,
} from '../../terminal/sdk/login.ts'
import { createDeviceKey } from '../../terminal/sdk/node/key-file.ts'
import {
  approvePayment,
  cancelCode,
  claimPayment,
  declinePayment,
  openQuestions,
  refundPayment,
  requestCode,
  reversePayment,
} from '../../terminal/sdk/payments.ts'
import { memoryNumbers } from '../../terminal/sdk/stores.ts'
import { Terminal } from '../../terminal/sdk/terminal.ts'
import { filesBelow, type Secret, SecretScan } from '../support/secret-scan.ts'
import { isOwnKeyFile, partOf } from './support/leak-places.ts'
import { gateways, restartGateway, topology } from './support/network.ts'
import { get, openSession } from './support/people.ts'
import { Shop } from './support/shop.ts'

const voucher = 'CNY-LEAK'
const address = 'leonie@example.org'

/** The control marker: it goes where a careless secret would go, and must be found there. */
const control = 'CONTROL-8F3K2Q7ZP1'

describe('secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-leak-'))
  const secrets: Secret[] = []
  let shop: Shop
  let leonie: Terminal
  let lunch: Terminal

  const plant = (name: string, value: string | Uint8Array, isShort = false): void => {
    secrets.push({ name, value, isShort })
  }

  const noteSent = (body: unknown): void => {
    const sent = typeof body === 'string' ? JSON.parse(body) : {}
    for (const name of ['code', 'salt', 'password', 'newPassword']) {
      if (typeof sent[name] === 'string') plant(`${name} that was sent`, sent[name], /^[0-9]{8}$/.test(sent[name]))
    }
  }
  const noteReceived = (text: string): void => {
    for (const [, kind, value = ''] of text.matchAll(/"(token|ticket|digits)":"([^"]+)"/g)) {
      plant(`${kind} that was received`, value)
      // The last part of a token is its signature, and the token worthless without it.
      if (kind !== 'digits') plant(`signature of a ${kind}`, value.split('.').at(-1) as string)
    }
  }
  /** Takes note of every code, salt and token that goes over the line. */
  const noting: typeof fetch = async (input, init) => {
    noteSent(init?.body)
    const response = await fetch(input, init)
    const text = await response.text()
    noteReceived(text)
    return new Response(text, { status: response.status, headers: response.headers })
  }

  const plantKey = (name: string, pem: string): void => {
    const { d = '' } = createPrivateKey(pem).export({ format: 'jwk' })
    plant(name, Buffer.from(d, 'base64url'))
    plant(`${name} as it stands in PEM`, pem.split('\n').slice(1, -2).join('\n').slice(0, 60))
  }

  /** A terminal whose key is planted and whose traffic is noted. */
  const watchedTerminal = async (participant: string): Promise<Terminal> => {
    const file = join(folder, `${participant}-${secrets.length}.pem`)
    const signer = await createDeviceKey(file)
    plantKey(`device key of ${participant}`, readFileSync(file, 'utf8'))
    const connection = connect(gateways.bank, { fetch: noting })
    return new Terminal({ connection, participant, signer, numbers: memoryNumbers() })
  }

  const addDevice = async (terminal: Terminal, roles: ('customer' | 'merchant')[]): Promise<void> => {
    const { participant, signer } = terminal
    const { participant: _participant, ...card } = await makeCard(participant, 'watched', signer)
    await shop.addDevice(participant, { ...card, roles })
  }

  const saleOf = (code: string, orderNumber: string) => ({ code, orderNumber, voucher, quantity: '1000' })

  const logInWithNewDevice = async (way: 'message' | 'password', password: string): Promise<void> => {
    const terminal = await watchedTerminal('leonie')
    const { connection, signer } = terminal
    const client: Client = { participant: 'leonie', signer, identity: () => terminal.identity() }
    await logIn(connection, client, 'a wrong password of leonie').catch(() => {})
    const { ticket } = (await logIn(connection, client, password)) as LoginTicket
    const { id } = await beginAuthorisation(connection, client, { ticket, way, name: 'by login' })
    if (way === 'password') {
      await confirmAuthorisation(connection, client, { ticket, id, answer: { password } })
      return
    }
    const { body } = await get(gateways.bank, `/development/inbox.json?to=${address}`)
    const code = body.items[0].text.match(/^[0-9]{8}$/m)[0]
    await confirmAuthorisation(connection, client, { ticket, id, answer: { code } })
    await terminal.changePassword({ password, newPassword: 'another secret of leonie' })
  }

  const pay = async (): Promise<void> => {
    const paid = await claimPayment(lunch, saleOf((await requestCode(leonie)).digits, control))
    const [question] = await openQuestions(leonie)
    await approvePayment(leonie, question as never)
    await refundPayment(lunch, { payment: paid.payment, quantity: '1', reference: control })
    await claimPayment(lunch, saleOf((await requestCode(leonie)).digits, 'DECLINED'))
    const [other] = await openQuestions(leonie)
    await declinePayment(leonie, other as never)
    const reversed = await claimPayment(lunch, saleOf((await requestCode(leonie)).digits, 'REVERSED'))
    await reversePayment(lunch, reversed)
    await cancelCode(leonie, await requestCode(leonie))
    const wrong = await requestCode(leonie)
    await claimPayment(lunch, saleOf(codeAround('123456789012345'), 'UNKNOWN')).catch(() => {})
    await claimPayment(lunch, saleOf(wrong.digits, control)).catch(() => {})
    // What a careless client does: it must be refused, and still leave no trace.
    await careless(wrong.digits)
  }

  /** Sends the digits where they do not belong: in bodies of the wrong form. */
  const careless = async (digits: string): Promise<void> => {
    const bodies = [
      { code: digits },
      { instruction: { kind: 'payment.claim', code: digits }, signature: 'x', code: digits, salt: 'x' },
      { instruction: { kind: 'payment.claim' }, signature: 'x', code: digits, salt: 'A'.repeat(22) },
    ]
    for (const path of ['/v1/payment-claims', '/v1/instructions']) {
      for (const body of [...bodies.map((one) => JSON.stringify(one)), `{"code":"${digits}"`]) {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(`${gateways.bank}${path}`, { method: 'POST', headers, body })
        expect(answer.status).to.be.within(400, 499)
        expect(await answer.text()).not.to.contain(digits)
      }
    }
  }

  const plantServiceKeys = (): void => {
    for (const name of ['bank', 'institution', 'supplier']) {
      const own = join(topology.dataFolder, 'gateways', name)
      for (const file of filesBelow(own).filter((one) => one.endsWith('.key'))) {
        const content = readFileSync(file)
        const title = `${basename(file)} of gateway-${name}`
        if (content.includes('PRIVATE KEY')) plantKey(title, content.toString())
        else plant(title, content)
      }
    }
  }

  before(async () => {
    await restartGateway('bank', { ASSAY_LOG: 'trace' })
    shop = await Shop.open('leak-bank', voucher)
    await shop.payer('leonie', '100000', voucher)
    await shop.merchant('lunch-bar', 'Lunch Bar', voucher)
    leonie = await watchedTerminal('leonie')
    lunch = await watchedTerminal('lunch-bar')
    await addDevice(leonie, ['customer'])
    await addDevice(lunch, ['merchant'])
    const { bank: registrar } = shop.scene.registrars
    const token = await openSession(gateways.bank, 'BankMSP', registrar)
    plant('session token of the registrar', token)
    const password = 'the first secret of leonie'
    await noting(`${gateways.bank}/v1/credentials/leonie`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ password, messageAddress: address }),
    })
    await logInWithNewDevice('password', password)
    await logInWithNewDevice('message', password)
    await pay()
    await fetch(`${gateways.bank}/v1/vouchers/${control}`)
    plantServiceKeys()
    // So that what the gateway still holds back, of databases and of logs, is on disk.
    await restartGateway('bank', { ASSAY_LOG: 'trace' })
  })
  after(() => rmSync(folder, { recursive: true }))

  it('S4-022 S4-038 finds the control marker in blocks of peers and orderers, in databases and in logs', () => {
    const scan = new SecretScan([{ name: 'control', value: control }])
    const found = scan.findIn(filesBelow(topology.dataFolder)).filter(({ form }) => form === 'as it is')
    const parts = new Set(found.map(({ file }) => partOf(file)))
    expect([...parts]).to.include.members([
      ...['blocks of peers', 'blocks of orderers', 'databases of gateways', 'logs'],
    ])
    for (const { name } of topology.organisations.filter(({ gateway }) => gateway !== undefined)) {
      const files = found.map(({ file }) => relative(topology.dataFolder, file))
      expect(
        files.some((file) => file.includes(name)),
        `${name} in ${files.join()}`,
      ).to.equal(true)
    }
  })

  it('S4-022 finds each secret in every form where somebody puts it', () => {
    const scan = new SecretScan(secrets)
    for (const { name, value } of secrets) {
      const bytes = Buffer.from(value as string)
      const texts = [
        ...[bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')],
        ...[1, 2].map((shift) =>
          Buffer.concat([Buffer.alloc(shift, 'x'), bytes, Buffer.from('yz')]).toString('base64'),
        ),
      ]
      for (const text of texts) {
        const found = scan.find(Buffer.from(`before "${text}" behind`, 'latin1'), 'here')
        expect(
          found.map(({ secret }) => secret),
          `${name} as ${text.length} letters`,
        ).to.include(name)
      }
    }
    const digits = secrets.filter(({ name }) => name.startsWith('digits')).map(({ value }) => String(value))
    for (const code of digits) {
      const spaced = code.replace(/([0-9]{3})(?=[0-9])/g, '$1 ')
      expect(scan.find(Buffer.from(`> ${spaced} <`), 'here')).not.to.deep.equal([])
    }
  })

  it('S4-022 S4-038 stand in no block, no database, no log and no other file but keys in their own', () => {
    const kinds = new Set(secrets.map(({ name }) => name.replace(/ of .*/, '')))
    expect([...kinds]).to.include.members([
      ...['digits that was received', 'code that was sent', 'salt that was sent', 'password that was sent'],
      ...['token that was received', 'ticket that was received', 'device key', 'stamp.key', 'registrar.key'],
      ...['payment-code.key', 'session.key', 'newPassword that was sent'],
    ])
    const files = filesBelow(topology.dataFolder).filter((file) => !isOwnKeyFile(file))
    expect(new Set(files.map(partOf))).to.include.all.keys('blocks of peers', 'databases of gateways', 'logs')
    const found = new SecretScan(secrets).findIn(files)
    expect(
      found.map(({ secret, form, file }) => `${secret}, ${form}: ${relative(topology.dataFolder, file)}`),
    ).to.deep.equal([])
  })

  it('S4-038 stand in no address that was logged, though addresses were', () => {
    const logs = filesBelow(topology.dataFolder).filter(
      (file) => partOf(file) === 'logs' && file.includes('gateway-bank'),
    )
    const urls = logs.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url),
    )
    expect(urls).to.include('/v1/payment-claims').and.to.include('/v1/logins').and.to.include('/v1/payments')
    const scan = new SecretScan(secrets)
    expect(scan.find(Buffer.from(urls.join('\n')), 'urls')).to.deep.equal([])
  })
})
