import { expect } from 'chai'
import { openedLink, takeLink } from '../../../../terminal/web/state/opened-link.ts'

describe('the link of a certificate in the address', () => {
  const [id, key] = ['i'.repeat(43), 'k'.repeat(43)]

  const taken = (pathname: string, hash: string): { link: unknown; address: string | undefined } => {
    let address: string | undefined
    const replaceState = (_data: unknown, _title: string, url?: string | URL | null) => {
      address = String(url)
    }
    takeLink({ pathname, hash }, { replaceState })
    return { link: openedLink.value, address }
  }

  it('S1-033 is read once, and an address without the key stands in its place', () => {
    expect(taken(`/c/${id}`, `#${key}`)).deep.equal({ link: { id, key }, address: `/c/${id}#/certificate` })
  })

  it('S1-033 is called broken where id or key is none, and leaves no key behind either', () => {
    for (const [pathname, hash] of [
      [`/c/${id}`, `#${key}x`],
      [`/c/${id}`, '#<script>'],
      ['/c/none', `#${key}`],
      ['/c/', `#${key}`],
    ] as const)
      expect(taken(pathname, hash)).deep.equal({ link: 'broken', address: `${pathname}#/certificate` })
  })

  it('is gone once the page was loaded again', () => {
    expect(taken(`/c/${id}`, '#/certificate')).deep.equal({ link: undefined, address: undefined })
    expect(taken(`/c/${id}`, '')).deep.equal({ link: undefined, address: `/c/${id}#/certificate` })
    expect(taken('/', '#/vouchers')).deep.equal({ link: undefined, address: undefined })
  })
})
