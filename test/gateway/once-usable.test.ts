import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { pino } from 'pino'
import type { Configuration } from '../../gateway/configuration.ts'
import { FileFault } from '../../gateway/files/file-fault.ts'
import { openOnceUsable } from '../../gateway/once-usable.ts'

const log = pino({ level: 'silent' })

describe('a gateway whose files cannot be used', () => {
  let server: Server
  let isDamaged = true
  let closed = 0
  const open = () => {
    if (isDamaged) throw new FileFault({ file: '/data/outbox.sqlite', reason: 'is empty', next: 'bring it back' })
    return {
      listener: (_: unknown, response: { end(text: string): void }) => response.end('"open"'),
      close: () => (closed += 1),
    }
  }
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
    return { status: response.status, retryAfter: response.headers.get('Retry-After'), body: await response.json() }
  }

  it('says that it lives, why it is not ready, takes nothing, and opens by itself once they can be used', async () => {
    const gateway = openOnceUsable({} as Configuration, log, open as never)
    server = createServer((request, response) => gateway.listener(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    expect((await ask('/health')).body).to.deep.equal({ status: 'ok' })
    const problems = ['/data/outbox.sqlite is empty; bring it back']
    expect(await ask('/ready')).to.deep.equal({
      ...{ status: 503, retryAfter: '5' },
      body: { ready: false, checks: { files: false }, problems },
    })
    const refused = await ask('/v1/instructions')
    expect(refused).to.include({ status: 503, retryAfter: '5' })
    expect(refused.body).to.include({ code: 'storage_unavailable', outcome: 'none' })
    isDamaged = false
    for (let answer = await ask('/ready'); answer.body !== 'open'; answer = await ask('/ready')) {
      await new Promise((resume) => setTimeout(resume, 50))
    }
    gateway.close()
    expect(closed).to.equal(1)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  it('throws what is no fault of a file', () => {
    const fail = () => {
      throw new Error('another fault')
    }
    expect(() => openOnceUsable({} as Configuration, log, fail)).to.throw('another fault')
  })
})
