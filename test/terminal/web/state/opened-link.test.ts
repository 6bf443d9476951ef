import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'

const script = readFileSync(join(import.meta.dirname, '../../../../terminal/web/public/take-link.js'), 'utf8')

describe('the link of a certificate in the address', () => {
  const [id, key] = ['i'.repeat(43), 'k'.repeat(43)]
  let count = 0

  /** A page opened at an address: what the script leaves of it, and what the page then knows of a link. */
  const opened = async (pathname: string, hash: string) => {
    const addresses: string[] = []
    const history = { replaceState: (_data: unknown, _title: string, address: string) => addresses.push(address) }
    const page: { assayLink?: { pathname: string; hash: string } } = {}
    const window = Object.assign(page, { location: { pathname, hash }, history })
    runInNewContext(script, { window })
    count += 1
    const { openedLink } = await import(`../../../../terminal/web/state/opened-link.ts?page=${count}`)
    const [first, second] = [openedLink(page), openedLink(page)]
    expect(second).deep.equal(first)
    expect(page.assayLink).equal(undefined)
    return { link: first, addresses }
  }

  it('S1-033 is taken once, and an address without the key stands in its place', async () => {
    const address = `/c/${id}#/certificate`
    expect(await opened(`/c/${id}`, `#${key}`)).deep.equal({ link: { id, key }, addresses: [address] })
  })

  it('S1-033 is called broken where id or key is none, and leaves no key in the address either', async () => {
    for (const [pathname, hash] of [
      [`/c/${id}`, `#${key}x`],
      [`/c/${id}`, '#<script>'],
      [`/c/${id}`, ''],
      ['/c/none', `#${key}`],
      ['/c/', `#${key}`],
      ['/other', `#${key}`],
    ] as const)
      expect(await opened(pathname, hash)).deep.equal({ link: 'broken', addresses: [`${pathname}#/certificate`] })
  })

  it('is gone once the page was loaded again', async () => {
    expect(await opened(`/c/${id}`, '#/certificate')).deep.equal({ link: undefined, addresses: [] })
  })
})
