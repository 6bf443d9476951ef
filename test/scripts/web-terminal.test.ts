import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect } from 'chai'
import { webTerminalFolder } from '../../network/folders.ts'
import { ensureWebTerminal, keepAssetsBefore } from '../../scripts/web-terminal.ts'

const projectFolder = join(import.meta.dirname, '..', '..')
const firstLoadBytesMaximum = 60 * 1024

/** What no customer needs before the first screen. */
const later = [
  /^terminal\/web\/screens\/(?:auditor|bank-desk|issuer-desk|till|pay|orders|provider-desk|notices|demands|recommendations|requests|packages|trades|credit-desk|institution-desk)\/(?:.*\.tsx|(?:views|words)\.ts)$/,
  /^terminal\/sdk\/ledger-blocks\.ts$/,
  /^terminal\/web\/(?:scanner|codes)\//,
  /^terminal\/web\/market\//,
  /^terminal\/web\/dictionary\/(?:refusals|[a-z]+-faults|vouchers|received)\.ts$/,
  /^node_modules\/(?:@hpke|uplot|barcode-detector|zxing-wasm|jsbarcode|uqr)\//,
]

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
}

describe('the built web terminal', () => {
  const folder = webTerminalFolder(projectFolder)
  let manifest: { [name: string]: Chunk }
  let first: string[]
  let lists: { [file: string]: { [module: string]: number } }
  let modules: [string, number][]

  const read = (name: string) => JSON.parse(readFileSync(join(folder, '.vite', name), 'utf8'))

  /** The scripts of these chunks, and of all that they import without waiting. */
  const filesOf = (chunks: readonly string[]): string[] => {
    const names = new Set(chunks)
    for (const name of names) for (const imported of manifest[name]?.imports ?? []) names.add(imported)
    return [...names].flatMap((name) => manifest[name]?.file ?? [])
  }

  before(async () => {
    await ensureWebTerminal(projectFolder, () => undefined)
    manifest = read('manifest.json')
    first = filesOf(Object.keys(manifest).filter((name) => manifest[name]?.isEntry))
    lists = read('modules.json')
    modules = first.flatMap((file) => Object.entries(lists[file] ?? {}))
  })

  it('is begun with at most 60 kB of script', () => {
    const sizes = first.map((file) => brotliCompressSync(readFileSync(join(folder, file))).length)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const largest = modules.sort(([, left], [, right]) => right - left).slice(0, 20)
    const named = largest.map(([module, size]) => `${size} ${module}`).join('\n')
    expect(modules).length.above(50)
    expect(total, `the largest modules, before they are packed:\n${named}\n`).within(1, firstLoadBytesMaximum)
  })

  it('is begun without a desk, the chart, the camera or the drawing of codes', () => {
    const early = modules.map(([module]) => module).filter((module) => later.some((pattern) => pattern.test(module)))
    expect(early).deep.equal([])
  })

  it('opens the first screen that somebody sees with few more files, and without what another screen is made of', () => {
    const opened = ['login/login-screen.tsx', 'home/home-screen.tsx'].map((screen) => {
      const files = filesOf([`screens/${screen}`]).filter((file) => !first.includes(file))
      expect(files, screen).length.within(1, 4)
      return [screen.split('/')[0], files.flatMap((file) => Object.keys(lists[file] ?? {}))] as const
    })
    const others =
      /^terminal\/web\/(?:screens\/(?!SCREEN\/)|scanner\/|codes\/|dictionary\/refusals\.ts$)|^node_modules\//
    for (const [screen = '', held] of opened) {
      const foreign = new RegExp(others.source.replace('SCREEN', screen))
      expect(held.filter((module) => foreign.test(module))).deep.equal([])
      expect(held).include('terminal/web/words/format.ts')
    }
  })

  it('is made of files of which none waits for another that waits for it: what such a one begins with would not be there', () => {
    const waits = (name: string, before: readonly string[]): string[] =>
      before.includes(name)
        ? [[...before, name].join(' > ')]
        : (manifest[name]?.imports ?? []).flatMap((imported) => waits(imported, [...before, name]))
    expect(Object.keys(manifest).flatMap((name) => waits(name, []))).to.deep.equal([])
  })

  it('S1-033 has a page for certificates whose first script takes the key out of the address, and which is the same otherwise', () => {
    const [page, ofCertificates] = ['index.html', 'c/index.html'].map((name) =>
      readFileSync(join(folder, name), 'utf8'),
    )
    const scripts = [...(ofCertificates ?? '').matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]+\.js)"/g)].map(
      ([, src]) => src,
    )
    expect(scripts[0]).equal('/take-link.js')
    expect(
      ofCertificates?.replace(/<meta name="robots".*?\n\s*<script src="\/take-link.js"><\/script>\n\s*/, ''),
    ).equal(page)
  })

  it('has compressed forms of its files that hold the same', () => {
    for (const file of [...first, 'index.html', 'service-worker.js']) {
      const plain = readFileSync(join(folder, file))
      if (plain.length < 1024) continue
      expect(brotliDecompressSync(readFileSync(join(folder, `${file}.br`))).equals(plain), file).equal(true)
      expect(gunzipSync(readFileSync(join(folder, `${file}.gz`))).equals(plain), file).equal(true)
    }
  })

  it('keeps the assets of the build before for pages that are open, and none older', () => {
    const place = mkdtempSync(join(tmpdir(), 'assay-built-'))
    const built = ['one', 'two', 'three'].map((name) => {
      const build = join(place, name)
      mkdirSync(join(build, 'assets'), { recursive: true })
      writeFileSync(join(build, 'assets', `screen-${name}.js`), name)
      return build
    })
    const [one = '', two = '', three = ''] = built
    keepAssetsBefore(join(place, 'none'), one)
    keepAssetsBefore(one, two)
    expect(readFileSync(join(two, 'assets', 'screen-one.js'), 'utf8')).equal('one')
    keepAssetsBefore(two, three)
    expect(existsSync(join(three, 'assets', 'screen-two.js'))).equal(true)
    expect(existsSync(join(three, 'assets', 'screen-one.js'))).equal(false)
    rmSync(place, { recursive: true })
  })
})
