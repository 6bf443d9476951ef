import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  impact: string | null
  help: string
  nodes: { target: string[]; failureSummary?: string }[]
}

/**
 * What axe-core finds wrong with a page, whatever its level, one line for each, with the first elements at fault.
 * Its script comes in through the debugger, so that the page's own policy stays as it is.
 */
export const axeFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: Violation[]
  }
  return violations.map(({ id, impact, help, nodes }) => {
    const [first] = nodes
    const where = nodes.slice(0, 3).map(({ target }) => target.join(' '))
    return `${id} (${impact}): ${help} (${nodes.length} times, ${where.join(' | ')}) ${first?.failureSummary ?? ''}`
  })
}
