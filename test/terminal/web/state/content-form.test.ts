import { expect } from 'chai'
import {
  type ContentTexts,
  contentIn,
  contentKindOf,
  startingContent,
} from '../../../../terminal/web/state/content-form.ts'

const typed = (change: Partial<ContentTexts>): ContentTexts => ({ ...startingContent, ...change })
const link = `https://shop.example/c/${'c'.repeat(43)}#${'A'.repeat(43)}`

describe('What is delivered of a recommendation, as it is typed', () => {
  it('S3-055 is goods information, of which introduction and specification may be missing', () => {
    expect(contentIn('goods', typed({ contentTitle: 'A bell' }))).deep.equal({
      content: { kind: 'goods', title: 'A bell', specification: [] },
    })
    const whole = typed({
      contentTitle: 'A bell',
      introduction: 'It rings.',
      specification: 'Height=20 cm；Colour = red',
    })
    expect(contentIn('goods', whole)).deep.equal({
      content: {
        ...{ kind: 'goods', title: 'A bell', introduction: 'It rings.' },
        specification: [
          { name: 'Height', value: '20 cm' },
          { name: 'Colour', value: 'red' },
        ],
      },
    })
    expect(contentIn('goods', typed({ specification: 'Height' }))).deep.equal({
      wrong: ['contentTitle', 'specification'],
    })
  })

  it('S3-055 has a price in base units of its cash, or none', () => {
    const unit = { base: 'fen', shownAs: 'CNY', basePerShown: '100' }
    const priced = (change: Partial<ContentTexts>, known = true) =>
      contentIn('goods', typed({ contentTitle: 'A bell', ...change }), known ? unit : undefined)
    expect(priced({ cash: 'CNY', price: '12.50' })).deep.equal({
      content: { kind: 'goods', title: 'A bell', specification: [], price: { cash: 'CNY', price: '1250' } },
    })
    for (const change of [{ cash: 'CNY' }, { price: '1' }, { cash: 'CNY', price: 'much' }, { cash: 'CNY', price: '0' }])
      expect(priced(change), JSON.stringify(change)).deep.equal({ wrong: ['price'] })
    expect(priced({ cash: 'CNY', price: '1' }, false)).deep.equal({ wrong: ['price'] })
  })

  it('S3-056 is numbers with their unit or without, as decimal text', () => {
    const prices = typed({ contentTitle: 'Prices', numbers: '1.50, 2；-3' })
    expect(contentIn('numbers', prices)).deep.equal({
      content: { kind: 'numbers', title: 'Prices', values: ['1.50', '2', '-3'] },
    })
    expect(contentIn('numbers', { ...prices, unit: 'CNY' })).deep.equal({
      content: { kind: 'numbers', title: 'Prices', unit: 'CNY', values: ['1.50', '2', '-3'] },
    })
    for (const numbers of ['', 'many', '1.5 x'])
      expect(contentIn('numbers', { ...prices, numbers }), numbers).deep.equal({ wrong: ['numbers'] })
  })

  it('S3-064 is a whole link to a certificate, with its key', () => {
    expect(contentIn('link', typed({ link }))).deep.equal({ content: { kind: 'link', link } })
    for (const broken of ['', link.slice(0, -1), 'https://shop.example'])
      expect(contentIn('link', typed({ link: broken })), broken).deep.equal({ wrong: ['link'] })
    expect(['link', 'goods', 'numbers', 'certificate', 'x'].map(contentKindOf)).deep.equal([
      ...['link', 'goods', 'numbers', undefined, undefined],
    ])
  })
})
