import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { SmtpSender } from '../../../gateway/messages/smtp.ts'
import { mailCertificate as cert, mailKey as key } from '../support/mail-certificate.ts'

interface Received {
  to: string[]
  text: string
  isSealed: boolean
  user: string | undefined
}

const message = { to: 'alice@example.org', subject: 'Code · 验证码', text: '12345678\n\n此验证码 “phone”' }

describe('messages by SMTP', () => {
  let folder: string
  let received: Received[]
  let server: SMTPServer
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-smtp-'))
    received = []
  })
  afterEach(async () => {
    await new Promise<void>((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  })

  const fileOf = (name: string, content: string): string => {
    const path = join(folder, name)
    writeFileSync(path, content, { mode: 0o600 })
    return path
  }

  const listen = async (options: SMTPServerOptions): Promise<number> => {
    server = new SMTPServer({
      ...{ cert, key, logger: false, authOptional: true, disableReverseLookup: true },
      onAuth: ({ username, password }, _session, done) =>
        password === 'mail secret' ? done(null, { user: username }) : done(new Error('wrong')),
      onData: async (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const user = session.user as string | undefined
        received.push({ to, text: await text(stream), isSealed: session.secure, user })
        done()
      },
      ...options,
    })
    server.on('error', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.server.address() as AddressInfo).port
  }

  const send = async (configuration: Partial<ConstructorParameters<typeof SmtpSender>[0]>) => {
    const usual = {
      type: 'smtp' as const,
      host: '127.0.0.1',
      port: 0,
      security: 'tls' as const,
      from: 'bank@example.org',
    }
    const sender = new SmtpSender({ ...usual, ...configuration })
    try {
      await sender.send(message)
      return 'sent'
    } catch (error) {
      return String((error as Error).message)
    } finally {
      sender.close()
    }
  }

  it('leave over TLS, with the user and password of the configuration, to the one address', async () => {
    const port = await listen({ secure: true, authOptional: false })
    const user = { name: 'bank', passwordFile: fileOf('password', 'mail secret\n') }
    expect(await send({ port, caFile: fileOf('ca.pem', cert), user })).equal('sent')
    expect(received).to.have.lengthOf(1)
    expect(received[0]).to.deep.include({ to: ['alice@example.org'], isSealed: true, user: 'bank' })
    expect(received[0]?.text).to.contain('From: bank@example.org')
    const body = received[0]?.text.split('\r\n\r\n').slice(1).join('') ?? ''
    expect(Buffer.from(body, 'base64').toString()).to.contain('12345678').and.contain('此验证码 “phone”')
  })

  it('leave over TLS that begins in the clear, and not at all where the server does not offer it', async () => {
    const port = await listen({})
    expect(await send({ port, security: 'starttls', caFile: fileOf('ca.pem', cert) })).equal('sent')
    expect(received[0]?.isSealed).equal(true)
    await new Promise<void>((resolve) => server.close(resolve))
    const plain = await listen({ disabledCommands: ['STARTTLS'] })
    expect(await send({ port: plain, security: 'starttls', caFile: fileOf('ca.pem', cert) })).not.equal('sent')
    expect(received).to.have.lengthOf(1)
  })

  it('are not given to a server whose certificate nobody vouches for, or that does not know the password', async () => {
    const port = await listen({ secure: true, authOptional: false })
    expect(await send({ port })).to.match(/self.signed/)
    const user = { name: 'bank', passwordFile: fileOf('password', 'another secret') }
    expect(await send({ port, caFile: fileOf('ca.pem', cert), user })).not.equal('sent')
    expect(received).deep.equal([])
  })

  it('leave in the clear where the configuration says so', async () => {
    const port = await listen({})
    expect(await send({ port, security: 'none' })).equal('sent')
    expect(received[0]?.isSealed).equal(false)
  })

  it('are known not to have left when the server refuses them', async () => {
    const port = await listen({ onRcptTo: (_address, _session, done) => done(new Error('no such box')) })
    expect(await send({ port, security: 'none' })).to.contain('no such box')
  })
})
