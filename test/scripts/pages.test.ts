import { expect } from 'chai'
import { isOld, pages } from '../../scripts/pages.ts'

describe('the pages that are made from sources', () => {
  for (const page of pages) {
    it(`have ${page.file} as its sources make it now`, () => {
      expect(isOld(page), `${page.file} is old: run \`npm run pages\``).to.equal(false)
    })
  }
})
