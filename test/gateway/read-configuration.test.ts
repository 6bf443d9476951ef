import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readConfiguration } from '../../gateway/read-configuration.ts'

describe('the configuration of a gateway', () => {
  let folder: string
  let path: string
  let good: { listen: object; [member: string]: unknown }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-configuration-'))
    path = join(folder, 'gateway.json')
    good = {
      ...{ organisation: 'bank', mspId: 'BankMSP', channel: 'assay' },
      peer: { endpoint: 'localhost:7051', tlsServerName: 'peer', tlsCaFile: 'ca.pem' },
      identity: { certificateFile: 'certificate.pem', keyFile: 'key.pem' },
      listen: { host: '127.0.0.1', port: 8080 },
      ...{
        dataFolder: folder,
        gateways: { BankMSP: 'http://127.0.0.1:8080' },
        consortium: { members: [{ mspId: 'BankMSP', title: 'Bank', parts: ['bank'] }] },
      },
    }
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const read = (value: unknown) => {
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
    return readConfiguration(path)
  }

  it('is read, with limits where none are given', () => {
    const { limits, listen } = read(good)
    expect(listen.port).to.equal(8080)
    expect(limits).to.include({ pendingInstructions: 20_000, waitSeconds: 10 })
    expect(limits.eventStreams).to.equal(500)
    expect(read({ ...good, limits: { eventStreams: 5 } }).limits.eventStreams).to.equal(5)
  })

  it('S4-020 gives a code and an answer a minute where nothing else is said, and bounds what is', () => {
    expect(read(good).payments).to.deep.equal({ codeSeconds: 60, answerSeconds: 60, keepsOlder: false })
    expect(read(good).limits.wrongCodesPerMerchant).to.equal(20)
    expect(read({ ...good, payments: { codeSeconds: 300 } }).payments.codeSeconds).to.equal(300)
    for (const payments of [{ codeSeconds: 4 }, { codeSeconds: 301 }, { answerSeconds: 301 }, { keepsOlder: 'yes' }]) {
      expect(() => read({ ...good, payments }), JSON.stringify(payments)).to.throw('payments')
    }
  })

  for (const host of ['0.0.0.0', '::', '192.0.2.7', 'gateway.example', '127.0.0.2.example']) {
    it(`refuses plain HTTP on ${host}, and takes HTTPS there`, () => {
      const listen = { host, port: 8080 }
      expect(() => read({ ...good, listen })).to.throw('plain HTTP is for this machine only')
      const tls = { certificateFile: 'certificate.pem', keyFile: 'key.pem' }
      expect(read({ ...good, listen: { ...listen, tls } }).listen.host).to.equal(host)
    })
  }

  for (const host of ['127.0.0.1', '::1', 'localhost']) {
    it(`takes plain HTTP on ${host}`, () => {
      expect(read({ ...good, listen: { host, port: 8080 } }).listen.host).to.equal(host)
    })
  }

  const wrong: [string, (value: typeof good) => unknown][] = [
    ['listen', ({ listen: _, ...rest }) => rest],
    ['port', (value) => ({ ...value, listen: { host: 'localhost', port: 0 } })],
    ['port', (value) => ({ ...value, listen: { host: 'localhost', port: '8080' } })],
    ['colour', (value) => ({ ...value, colour: 'red' })],
    ['gateways', (value) => ({ ...value, gateways: { BankMSP: 'nowhere' } })],
    ['consortium', (value) => ({ ...value, consortium: { members: [] } })],
    ['eventStreams', (value) => ({ ...value, limits: { eventStreams: 0 } })],
  ]
  for (const [member, change] of wrong) {
    it(`names ${member} when it is wrong, and the file`, () => {
      expect(() => read(change(good)))
        .to.throw()
        .with.property('message')
        .that.contains(member)
        .and.contains(path)
    })
  }

  const smtp = { type: 'smtp', host: 'mail.example', port: 465, from: 'bank@example.org' }
  const sealed = { certificateFile: 'certificate.pem', keyFile: 'key.pem' }

  it('takes the inbox for messages on this machine only', () => {
    const messages = { type: 'inbox' }
    expect(read({ ...good, messages }).messages).to.deep.equal(messages)
    const listen = { host: '0.0.0.0', port: 8080, tls: sealed }
    expect(() => read({ ...good, messages, listen })).to.throw('the inbox shows codes to whoever asks')
    expect(read({ ...good, messages: smtp, listen }).messages).to.deep.equal({ ...smtp, security: 'tls' })
  })

  it('refuses to send messages to another machine in the clear', () => {
    const plain = { ...smtp, security: 'none' }
    expect(() => read({ ...good, messages: plain })).to.throw('over TLS only')
    expect(read({ ...good, messages: { ...plain, host: '127.0.0.1' } }).messages).to.include({ security: 'none' })
  })

  it('keeps sealed packages in a folder unless a bucket is named, which is asked in the clear on this machine only', () => {
    expect(read(good).mailbox).to.deep.equal({ unusedHours: 24, endedDays: 30 })
    const keys = { accessKeyFile: 'access.key', secretKeyFile: 'secret.key' }
    const store = { endpoint: 'https://store.example', bucket: 'assay', ...keys }
    const filled = { ...store, region: 'us-east-1', prefix: '' }
    expect(read({ ...good, mailbox: { store } }).mailbox.store).to.deep.equal(filled)
    for (const endpoint of ['http://127.0.0.1:9000', 'http://[::1]:9000']) {
      expect(read({ ...good, mailbox: { store: { ...store, endpoint } } }).mailbox.store?.endpoint).to.equal(endpoint)
    }
    for (const change of [
      { endpoint: 'http://store.example' },
      { endpoint: 'https://key:secret@store.example' },
      { endpoint: 'https://store.example?key=1' },
      { endpoint: 'ftp://store.example' },
      { bucket: '../other' },
      { prefix: '../other/' },
      { secretKey: 'a secret in the configuration' },
    ]) {
      expect(() => read({ ...good, mailbox: { store: { ...store, ...change } } }), Object.keys(change)[0]).to.throw()
    }
  })

  it('allows each way of authorising a device by itself, unless told otherwise, and none twice', () => {
    expect(read(good).deviceAuthorisation).to.deep.equal({ ways: ['message', 'password'], demand: 'any' })
    const one = { ways: ['message'], demand: 'all' }
    expect(read({ ...good, deviceAuthorisation: one }).deviceAuthorisation).to.deep.equal(one)
    for (const ways of [[], ['pigeon'], ['message', 'message']]) {
      expect(() => read({ ...good, deviceAuthorisation: { ways } })).to.throw('ways')
    }
  })

  it('finds the gateway’s own devices in the data folder', () => {
    expect(read(good).service).to.equal(undefined)
    const service = { participant: 'bank-service', keyFile: 'registrar.key', stampKeyFile: 'service.key' }
    writeFileSync(join(folder, 'service.json'), JSON.stringify(service))
    expect(read(good).service).to.deep.equal(service)
    const matcher = { participant: 'matching-service', keyFile: 'matcher.key' }
    writeFileSync(join(folder, 'matcher.json'), JSON.stringify(matcher))
    expect(read(good).matcher).to.deep.equal(matcher)
    const dispatcher = { participant: 'trade-service', keyFile: 'dispatcher.key' }
    writeFileSync(join(folder, 'dispatcher.json'), JSON.stringify(dispatcher))
    const paths = { probeSeconds: 30, probeBytes: 4_096, ageSeconds: 180, timeoutSeconds: 5 }
    expect(read(good).dispatcher).to.deep.equal({ ...dispatcher, answerSeconds: 3_600, unansweredMaximum: 8, paths })
    writeFileSync(join(folder, 'dispatcher.json'), JSON.stringify({ ...dispatcher, answerSeconds: 604_801 }))
    expect(() => read(good)).to.throw('answerSeconds')
    rmSync(join(folder, 'dispatcher.json'))
    writeFileSync(join(folder, 'service.json'), '{}')
    expect(() => read(good)).to.throw('participant')
  })

  it('is refused when it is not JSON or not there', () => {
    expect(() => read('{')).to.throw()
    expect(() => readConfiguration(join(folder, 'none.json'))).to.throw('is missing')
  })
})
