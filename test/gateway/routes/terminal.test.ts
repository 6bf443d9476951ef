import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { projectionOf } from '../support/blocks.ts'
import { TestServer } from '../support/server.ts'

describe('the web terminal at a gateway', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-web-'))
  let server: TestServer

  before(async () => {
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'assets', 'index-abc.js'), 'export {}')
    server = await new TestServer(projectionOf([]), undefined, { configuration: { terminalFolder: folder } }).listen()
  })

  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  const get = (path: string): Promise<Response> => fetch(`${server.url}${path}`)

  it('says that it is not built, and how to build it, while it is not', async () => {
    const answer = await get('/')
    expect(answer.status).equal(503)
    expect(answer.headers.get('content-type')).match(/^text\/html/)
    expect(await answer.text()).include('npm run web')
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Assay</title>')
  })

  it('is served at /, asked for anew each time, with its hashed assets kept for ever', async () => {
    const page = await get('/')
    expect([page.status, page.headers.get('cache-control')]).deep.equal([200, 'no-cache'])
    const asset = await get('/assets/index-abc.js')
    expect(asset.headers.get('cache-control')).equal('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-type')).match(/javascript/)
  })

  it('may run only its own scripts and styles, talk only to its gateway, and stand in no frame', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).include("default-src 'none'").and.include("connect-src 'self'").and.include("frame-ancestors 'none'")
    expect(policy).include("script-src 'self' 'wasm-unsafe-eval'").and.include("style-src 'self'")
    expect(policy).not.match(/unsafe-inline|'unsafe-eval'|https:|\*/)
  })

  it('leaves the interface’s answers as they are', async () => {
    expect((await get('/v1/ledger')).status).equal(200)
    const unknown = await get('/v1/nothing')
    expect([unknown.status, unknown.headers.get('content-type')]).deep.equal([
      404,
      'application/problem+json; charset=utf-8',
    ])
  })

  it('gives out nothing that is hidden, and nothing beside its folder', async () => {
    writeFileSync(join(folder, '.sources'), 'digest')
    expect((await get('/.sources')).status).equal(404)
    expect((await get('/..%2f..%2fetc%2fpasswd')).status).not.equal(200)
  })
})
