import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { request } from 'undici'
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

  it('S1-033 opens one page for every certificate, and for nothing that is no certificate’s name', async () => {
    expect((await get(`/c/${'i'.repeat(43)}`)).status).equal(503)
    mkdirSync(join(folder, 'c'))
    writeFileSync(join(folder, 'c', 'index.html'), '<!doctype html><title>Certificate</title>')
    const page = await get(`/c/${'i'.repeat(43)}`)
    expect([page.status, page.headers.get('cache-control')]).deep.equal([200, 'no-cache'])
    expect(page.headers.get('referrer-policy')).equal('no-referrer')
    expect(await page.text()).include('Certificate')
    for (const path of ['/c/short', `/c/${'i'.repeat(43)}/more`, `/c/${'%2e'.repeat(43)}`])
      expect((await get(path)).status, path).equal(404)
  })

  it('may run only its own scripts and styles, talk only to its gateway, and stand in no frame', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).include("default-src 'none'").and.include("connect-src 'self'").and.include("frame-ancestors 'none'")
    expect(policy).include("script-src 'self' 'wasm-unsafe-eval'").and.include("style-src 'self'")
    expect(policy).not.match(/unsafe-inline|'unsafe-eval'|https:|\*/)
  })

  it('S3-057 S3-058 plays sound and video from bytes of its own alone, and frames nothing from elsewhere', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy.split(';')).include.members(['media-src blob:', "img-src 'self' blob:", "frame-src 'self'"])
  })

  it('S1-054 S3-059 gives the page of the sandbox no origin and no network, and no other page its policy', async () => {
    writeFileSync(join(folder, 'sandbox.html'), '<!doctype html><title>Sandbox</title>')
    for (const headers of [{}, { 'accept-encoding': 'identity' }]) {
      const page = await fetch(`${server.url}/sandbox.html`, { headers })
      const policy = (page.headers.get('content-security-policy') ?? '').split(';')
      expect(policy).include.members(['sandbox allow-scripts', "default-src 'none'", "frame-ancestors 'self'"])
      expect(policy.join(';')).not.match(/allow-same-origin|connect-src|'unsafe-eval'|https?:/)
      expect(page.headers.get('x-frame-options')).equal('SAMEORIGIN')
    }
    expect((await get('/')).headers.get('content-security-policy')).not.include('sandbox')
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

  describe('compressed', () => {
    const script = 'export const words = "words words words words words words words"'
    const decode: { [encoding: string]: (bytes: Buffer) => Buffer } = {
      br: brotliDecompressSync,
      gzip: gunzipSync,
      plain: (bytes) => bytes,
    }

    before(() => {
      const file = join(folder, 'assets', 'words-abc.js')
      writeFileSync(file, script)
      writeFileSync(`${file}.br`, brotliCompressSync(script))
      writeFileSync(`${file}.gz`, gzipSync(script))
      writeFileSync(join(folder, 'index.html.gz'), gzipSync('<!doctype html><title>Assay</title>'))
      writeFileSync(join(folder, '.sources.br'), brotliCompressSync('digest'))
    })

    /** As the bytes travel: unlike `fetch`, it decodes nothing. */
    const ask = async (path: string, accepted?: string) => {
      const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
      const { statusCode, headers: told, body } = await request(`${server.url}${path}`, { headers })
      const bytes = Buffer.from(await body.arrayBuffer())
      return { statusCode, told, encoding: String(told['content-encoding'] ?? 'plain'), bytes }
    }

    it('comes as brotli, else as gzip, else plain, and is the same once decoded', async () => {
      const cases: [string | undefined, string][] = [
        ['gzip, deflate, br', 'br'],
        ['br;q=0.1, gzip', 'br'],
        ['*', 'br'],
        ['gzip', 'gzip'],
        ['br;q=0, gzip', 'gzip'],
        ['zstd', 'plain'],
        ['identity', 'plain'],
        ['', 'plain'],
        [undefined, 'plain'],
      ]
      for (const [accepted, expected] of cases) {
        const { statusCode, told, encoding, bytes } = await ask('/assets/words-abc.js', accepted)
        expect([accepted, statusCode, encoding]).deep.equal([accepted, 200, expected])
        expect(decode[encoding]?.(bytes).toString()).equal(script)
        expect(told['content-type']).match(/^text\/javascript/)
        expect(told['cache-control']).equal('public, max-age=31536000, immutable')
        expect(told['vary']).equal('Accept-Encoding')
        expect(told['content-security-policy']).include("default-src 'none'")
      }
    })

    it('is the front page too, in what there is of it', async () => {
      const { told, encoding, bytes } = await ask('/', 'br, gzip')
      expect([encoding, told['cache-control'], told['vary']]).deep.equal(['gzip', 'no-cache', 'Accept-Encoding'])
      expect(told['content-type']).match(/^text\/html/)
      expect(gunzipSync(bytes).toString()).include('Assay')
    })

    it('is another version to a cache than the plain one', async () => {
      const [plain, packed] = [await ask('/assets/words-abc.js'), await ask('/assets/words-abc.js', 'br')]
      expect(plain.told['etag']).not.equal(packed.told['etag'])
      const headers = { 'accept-encoding': 'br', 'if-none-match': String(packed.told['etag']) }
      expect((await request(`${server.url}/assets/words-abc.js`, { headers })).statusCode).equal(304)
    })

    it('gives out nothing that is hidden or beside its folder either', async () => {
      const paths = [
        '/.sources',
        '/.sources.br',
        '/assets/../.sources',
        '/assets/..%2f.sources',
        '/%2e%2e/%2e%2e/etc/passwd',
      ]
      for (const path of [...paths, '/assets%2f..%2f..%2fetc%2fpasswd', '/..%5c..%5cetc%5cpasswd', '/assets/%00.js']) {
        expect((await ask(path, 'br, gzip')).statusCode, path).within(400, 499)
      }
    })
  })
})
