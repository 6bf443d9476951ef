import { expect } from 'chai'
import { findingCodes } from '../../audit/findings.ts'
import { kindNames, refusals, tables } from '../../chaincode/vocabulary.ts'
import { auditFindingsPage } from '../../scripts/pages/audit-findings.ts'
import { domains } from '../../scripts/pages/domains.ts'
import { kindsPage } from '../../scripts/pages/kinds.ts'
import { tablesPage } from '../../scripts/pages/tables.ts'
import { isOld, pages } from '../../scripts/pages.ts'

/** Those for which no row of a table begins. */
const withoutRow = (page: string, names: readonly string[]): string[] =>
  names.filter((name) => !page.includes(`\n| \`${name}\` `))

describe('the pages that are made from sources', () => {
  for (const page of pages) {
    it(`have ${page.file} as its sources make it now`, () => {
      expect(isOld(page), `${page.file} is old: run \`npm run pages\``).to.equal(false)
    })
  }

  it('leave out no kind, no refusal and no table of the ledger', () => {
    expect(withoutRow(kindsPage(), [...kindNames, ...Object.keys(refusals)])).deep.equal([])
    const names = tables.map(({ name }) => name)
    expect(withoutRow(tablesPage(), names)).deep.equal([])
  })

  it('leave out no code that an audit can find', () => {
    expect(withoutRow(auditFindingsPage(), Object.keys(findingCodes))).deep.equal([])
  })

  it('find no table in a domain that the vocabulary leaves out', () => {
    const found = domains.flatMap((domain) => domain.tables.map(({ name }) => name))
    expect(found).to.have.members(tables.map(({ name }) => name))
  })
})
