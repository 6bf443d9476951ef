import { expect } from 'chai'
import { TerminalFault } from '../../../../terminal/sdk/errors.ts'
import { type Content, openContent, sealContent } from '../../../../terminal/sdk/matching/content.ts'
import { encryptText } from '../../../../terminal/sdk/sealing/encrypted-text.ts'
import { freshId } from '../../support/matching.ts'

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof TerminalFault ? error.code : String(error)),
  )

const goods: Content = { kind: 'goods', title: 'A bar', specification: [{ name: 'Weight', value: '100 g' }] }
const numbers: Content = { kind: 'numbers', title: 'Prices', unit: 'CNY', values: ['560.25', '-3', '0.5'] }
const certificate = freshId()
const link: Content = { kind: 'link', link: `https://tea.example/c/${certificate}#${freshId()}` }

describe('what is recommended and lies off the ledger', () => {
  for (const [id, content] of [
    ['S3-055', goods],
    ['S3-056', numbers],
    ['S3-064', link],
  ] as const) {
    it(`${id} is encrypted as ${content.kind}, named by its digest, and opened with its key alone`, async () => {
      const { bytes, target, key } = await sealContent(content)
      expect(Buffer.from(bytes).toString()).not.contain(content.kind === 'link' ? 'tea.example' : content.title)
      expect(target).deep.equal({
        ...{ kind: content.kind, target: target.target },
        ...(content.kind === 'link' ? { certificate } : {}),
      })
      expect(await openContent(bytes, { target, key })).deep.equal(content)
      expect(await codeOf(openContent(bytes, { target, key: freshId() }))).equal('content_unfit')
      expect(await codeOf(openContent(Uint8Array.from([...bytes, 0]), { target, key }))).equal('content_unfit')
    })
  }

  it('S3-056 refuses what is not of its kind, when it is sealed', async () => {
    for (const wrong of [
      { ...numbers, values: ['about ten'] },
      { ...numbers, values: [12] },
      { ...numbers, values: [] },
      { ...goods, kind: 'numbers' },
      { ...goods, specification: 'heavy' },
      { kind: 'link', link: 'https://tea.example/c/nothing' },
      { ...goods, introduction: 'long '.repeat(4_000) },
    ])
      expect(await codeOf(sealContent(wrong as Content)), JSON.stringify(wrong).slice(0, 60)).equal('content_unfit')
    const lines = { ...goods, specification: Array.from({ length: 32 }, () => ({ name: 'n', value: '¥'.repeat(399) })) }
    expect(await codeOf(sealContent(lines as Content)), 'more than lies off the ledger').equal('content_unfit')
  })

  it('S3-055 S3-056 S3-064 opens nothing of its kind, with its own key, that is not what was recommended', async () => {
    const swapped: [recommended: Content, other: Content][] = [
      [goods, { ...goods, title: 'A lighter bar' }],
      [numbers, { ...numbers, values: ['1'] }],
      [link, { ...link, link: `https://tea.example/c/${certificate}#${freshId()}` }],
    ]
    for (const [recommended, other] of swapped) {
      const { target } = await sealContent(recommended)
      const { bytes, key } = await sealContent(other)
      expect(await codeOf(openContent(bytes, { target, key })), target.kind).equal('content_unfit')
    }
  })

  it('S3-055 takes no goods information without a title or a specification, with a price that is none, or with more than that', async () => {
    const { title: _title, ...untitled } = goods
    for (const [what, wrong] of Object.entries({
      'no title': untitled,
      'no specification': { kind: 'goods', title: 'A clock' },
      'a price without its cash': { ...goods, price: { price: '12' } },
      'a price with a point': { ...goods, price: { cash: 'CNY', price: '1.5' } },
      'a member that nobody knows': { ...goods, owner: 'bob' },
    }))
      expect(await codeOf(sealContent(wrong as Content)), what).equal('content_unfit')
  })

  it('S3-064 opens no link to another certificate than was recommended, nor one without any', async () => {
    const { target, ...sealed } = await sealContent(link)
    expect(await openContent(sealed.bytes, { ...sealed, target })).deep.equal(link)
    const { certificate: _certificate, ...bare } = target
    for (const wrong of [{ ...target, certificate: freshId() }, bare])
      expect(await codeOf(openContent(sealed.bytes, { ...sealed, target: wrong }))).equal('content_unfit')
  })

  it('S3-056 refuses what is not of its kind, when it is opened', async () => {
    const sealedText = async (text: string) => {
      const { bytes, digest, key } = await encryptText(text, 'assay-recommended-content-1')
      const open = (kind: 'goods' | 'numbers' | 'link', more = {}) =>
        codeOf(openContent(bytes, { target: { kind, target: digest, ...more }, key }))
      return open
    }
    expect(await (await sealedText('{"kind":"numbers","title":"Prices","values":["x"]}'))('numbers')).equal(
      'content_unfit',
    )
    expect(await (await sealedText('{"kind":"numbers","title":"Prices","values":["1"]}'))('goods')).equal(
      'content_unfit',
    )
    expect(await (await sealedText('no JSON'))('numbers')).equal('content_unfit')
  })

  it('leaves a certificate to its own body', async () => {
    const target = { kind: 'certificate', target: freshId() } as const
    expect(await codeOf(openContent(new Uint8Array(), { target, key: freshId() }))).contain('body')
  })
})
