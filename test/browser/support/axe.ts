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
const severeFindings = async (page: Page): Promise<string[]> => {
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

// Colours that are still on their way to the other theme are nobody's fault. What never ends refuses to be finished.
const endTransitions = `new Promise((resolve) => requestAnimationFrame(() => {
  for (const animation of document.getAnimations()) try { animation.finish() } catch {}
  requestAnimationFrame(() => resolve())
}))`

/** What is wrong with the page as it stands, in both themes. */
export const findingsOf = async (page: Page): Promise<string[]> => {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(endTransitions)
    found.push(...(await severeFindings(page)).map((line) => `${colorScheme}: ${line}`))
  }
  return found
}
