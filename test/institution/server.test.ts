import { once } from 'node:events'
import { connect as connectPlain, createServer as createPlain, type Server, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectSecurely, type TLSSocket } from 'node:tls'
import { expect } from 'chai'
import { deliveryPath, newPathKey, pinOfKey, probePath, selfSigned } from '../../chaincode/wire/delivery.ts'
import { askOverWith, type PathAnswer, PathFault } from '../../gateway/trade-chain/pinned-request.ts'
import { type Delivered, startServer, type Told } from '../../institution/server.ts'
import { chainFileBytesMaximum } from '../../terminal/sdk/trade-chain/chain-file.ts'
import { freePort } from '../support/free-port.ts'

const host = '127.0.0.1'
const send = 'S'.repeat(43)
const [bankKey, otherBankKey, strangerKey, key] = [newPathKey(), newPathKey(), newPathKey(), newPathKey()]
const known = new Map([
  [pinOfKey(bankKey), 'BankMSP'],
  [pinOfKey(otherBankKey), 'OtherBankMSP'],
])

describe('the server of an institution', () => {
  let port: number
  let close: () => void
  let taken: Delivered[]
  let strangers: number
  let told: () => Promise<Told>

  beforeEach(async () => {
    port = await freePort()
    taken = []
    strangers = 0
    told = async () => ({ status: 200 })
    const parts = {
      ...{ key, bankOf: (pin: string) => known.get(pin) },
      take: (delivered: Delivered) => {
        taken.push(delivered)
        return told()
      },
      onStranger: () => {
        strangers += 1
      },
    }
    const server = await startServer([{ name: 'east', host, port }], parts)
    close = server.close
  })
  afterEach(() => close())

  const asked = (change: object = {}) => ({
    ...{ method: 'PUT' as const, path: `${deliveryPath}${send}`, body: '{"a":"chain"}' },
    ...{ bytesMaximum: 70_000, timeoutMilliseconds: 5_000 },
    ...change,
  })
  const ask = (change: object = {}, { by = bankKey, pins = [pinOfKey(key)] } = {}): Promise<PathAnswer> =>
    askOverWith(by)({ host, port: `${port}`, pins }, asked(change))
  const faultOf = async (asking: Promise<unknown>): Promise<string> => {
    try {
      await asking
      return 'none'
    } catch (error) {
      return error instanceof PathFault ? error.code : String(error)
    }
  }
  const opened = async (options: ConnectionOptions = {}): Promise<TLSSocket> => {
    const own = { key: bankKey, cert: selfSigned(bankKey) }
    const socket = connectSecurely({ host, port, rejectUnauthorized: false, ...own, ...options })
    socket.on('error', () => undefined)
    await new Promise<void>((resolve) => socket.once('secureConnect', resolve).once('close', () => resolve()))
    return socket
  }
  /** All that comes back for what is written, until the other end hangs up. */
  const answered = async (socket: TLSSocket, ...written: string[]): Promise<string> => {
    const parts: string[] = []
    socket.on('data', (part) => parts.push(String(part)))
    for (const text of written) socket.write(text)
    if (!socket.closed) await once(socket, 'close')
    return parts.join('')
  }

  it('S2-027 takes what a bank brings that is known by its key, and says so with the id of the message, each time it comes', async () => {
    for (const by of [bankKey, otherBankKey, bankKey]) {
      const { status, body } = await ask({}, { by })
      expect([status, JSON.parse(String(body))]).deep.equal([200, { acknowledged: send }])
    }
    expect(taken.map(({ bank }) => bank)).deep.equal(['BankMSP', 'OtherBankMSP', 'BankMSP'])
    expect(taken[0]).deep.include({ path: 'east', send, text: '{"a":"chain"}' })
  })

  it('S2-028 answers a probe with as many bytes as are asked for, and no more than it may', async () => {
    const { status, body } = await ask({ method: 'GET', path: `${probePath}4096`, body: '' })
    expect([status, body.length]).deep.equal([200, 4_096])
    for (const wanted of ['0', '65537', '-1', 'x', ''])
      expect((await ask({ method: 'GET', path: `${probePath}${wanted}`, body: '' })).status).equal(404)
    expect(taken).deep.equal([])
  })

  it('S2-024 reads nothing of who shows no certificate, or one that no bank said, and is not asked by who finds another key there', async () => {
    const message = `PUT ${deliveryPath}${send} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}`
    for (const own of [
      { key: undefined, cert: undefined },
      { key: strangerKey, cert: selfSigned(strangerKey) },
    ])
      expect(await answered(await opened(own as ConnectionOptions), message)).equal('')
    expect(strangers).equal(2)
    expect(await faultOf(ask({}, { by: strangerKey }))).equal('no_answer')
    expect(await faultOf(ask({}, { pins: [pinOfKey(strangerKey)] }))).equal('other_key')
    expect(await faultOf(ask({}, { pins: [] }))).equal('other_key')
    expect(taken).deep.equal([])
  })

  it('S2-024 speaks TLS 1.3 alone', async () => {
    const socket = await opened({ maxVersion: 'TLSv1.2' })
    expect(socket.authorized || socket.getProtocol() === 'TLSv1.2').equal(false)
    const plain = connectPlain(port, host)
    plain.on('error', () => undefined)
    plain.end('GET / HTTP/1.1\r\n\r\n')
    plain.resume()
    await once(plain, 'close')
    expect(taken).deep.equal([])
  })

  it('S2-027 reads nothing that is too long, or does not say how long it is, and takes no garbage', async () => {
    expect((await ask({ body: 'x'.repeat(chainFileBytesMaximum + 1) })).status).equal(413)
    const head = `PUT ${deliveryPath}${send} HTTP/1.1\r\nHost: a\r\n`
    expect(await answered(await opened(), `${head}Transfer-Encoding: chunked\r\n\r\n`)).include('413')
    for (const path of [`${deliveryPath}${send}x`, deliveryPath, '/', '/v1/deliveries/../x'])
      expect((await ask({ path })).status).equal(404)
    expect((await ask({ method: 'GET', body: '' })).status).equal(404)
    expect(await answered(await opened(), 'garbage\r\n\r\n')).include('400')
    expect(taken).deep.equal([])
  })

  it('S2-027 tells who brings it what is wrong with it, and that it is to come again where that is not known', async () => {
    told = async () => ({ status: 403, code: 'another_bank' })
    const { status, body } = await ask()
    expect([status, JSON.parse(String(body))]).deep.equal([403, { code: 'another_bank' }])
    told = () => Promise.reject(new Error('the gateway is away, and alice has 7'))
    const fault = await ask()
    expect([fault.status, String(fault.body)]).deep.equal([503, '{"code":"unavailable"}'])
  })

  it('S2-029 turns away a bank that has too much under way, and no other one', async () => {
    const waiting: (() => void)[] = []
    told = () => new Promise((resolve) => waiting.push(() => resolve({ status: 200 })))
    const under = Array.from({ length: 16 }, () => ask())
    while (waiting.length < 16) await new Promise((resume) => setImmediate(resume))
    expect((await ask()).status).equal(429)
    const other = ask({}, { by: otherBankKey })
    while (waiting.length < 17) await new Promise((resume) => setImmediate(resume))
    for (const end of waiting) end()
    expect((await other).status).equal(200)
    for (const one of under) expect((await one).status).equal(200)
  })

  it('S2-027 ends the wait of who asks an end that takes a connection and says nothing, and reads no endless answer', async () => {
    const silent: Server = createPlain().listen(0, host)
    await once(silent, 'listening')
    const end = { host, port: String((silent.address() as { port: number }).port), pins: [pinOfKey(key)] }
    const taking = once(silent, 'connection')
    const given = faultOf(askOverWith(bankKey)(end, asked({ timeoutMilliseconds: 50 })))
    const [taken] = (await taking) as [Socket]
    taken.resume()
    expect(await given).equal('no_answer')
    // Whoever gave up waiting hangs up as well: an end that stays silent would be left with one more connection each time.
    if (!taken.closed) await once(taken, 'close')
    silent.close()
    expect(await faultOf(askOverWith(bankKey)(end, asked()))).equal('unreachable')
    const long = { method: 'GET', path: `${probePath}65536`, body: '', bytesMaximum: 1_000 }
    expect(await faultOf(ask(long))).equal('too_much')
  })

  it('S2-029 hangs up on who is slow with a handshake, with the head of a request, or with its body', async () => {
    close()
    const times = { handshake: 50, headers: 60, request: 80, look: 10 }
    const parts = { key, bankOf: (pin: string) => known.get(pin), onStranger: () => undefined, times }
    const take = async (delivered: Delivered) => {
      taken.push(delivered)
      return { status: 200 }
    }
    const server = await startServer([{ name: 'east', host, port }], { ...parts, take })
    close = server.close
    const silent = connectPlain(port, host)
    silent.on('error', () => undefined).resume()
    await once(silent, 'close')
    const head = `PUT ${deliveryPath}${send} HTTP/1.1\r\nHost: a\r\n`
    expect(await answered(await opened(), head)).include('408')
    expect(await answered(await opened(), `${head}Content-Length: 100\r\n\r\n{`)).not.include('200')
    expect(taken).deep.equal([])
  })

  it('S2-024 listens at all of its addresses, or at none', async () => {
    const parts = { key, bankOf: () => undefined, take: async () => ({ status: 200 }), onStranger: () => undefined }
    const free = await freePort()
    const failed = await startServer(
      [
        { name: 'a', host, port: free },
        { name: 'b', host, port },
      ],
      parts,
    ).catch((error: NodeJS.ErrnoException) => error.code)
    expect(failed).equal('EADDRINUSE')
    const again = await startServer([{ name: 'a', host, port: free }], parts)
    again.close()
  })
})
