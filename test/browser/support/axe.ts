import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  impact: string | null
  help: string
  nodes: { target: string[]; failureSummary?: string }[]
}

const severe = new Set(['serious', 'critical'])

/**
 * What axe-core finds wrong with a page and calls serious or critical, one line for each, with the first elements at fault.
 * Its script comes in through the debugger, so that the page's own policy stays as it is.
 */
export const severeFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: Violation[]
  }
  return violations
    .filter(({ impact }) => severe.has(impact ?? ''))
    .map(({ id, help, nodes }) => {
      const [first] = nodes
      const where = nodes.slice(0, 3).map(({ target }) => target.join(' '))
      return `${id}: ${help} (${nodes.length} times, ${where.join(' | ')}) ${first?.failureSummary ?? ''}`
    })
}
