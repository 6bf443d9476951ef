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
const axeFindings = async (page: Page): Promise<string[]> => {
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

// Colours that are still on their way to the other theme are nobody's fault. What never ends refuses to be finished.
const endTransitions = `new Promise((resolve) => requestAnimationFrame(() => {
  for (const animation of document.getAnimations()) try { animation.finish() } catch {}
  requestAnimationFrame(() => resolve())
}))`

/** Has the page speak a language, as another tab of the browser would. */
const speak = (page: Page, language: 'zh' | 'en') =>
  page.evaluate(`{
    const settings = JSON.parse(localStorage.getItem('assay-settings') ?? '{}')
    localStorage.setItem('assay-settings', JSON.stringify({ ...settings, language: '${language}' }))
    dispatchEvent(new StorageEvent('storage', { key: 'assay-settings' }))
  }`)

// The narrowest page that WCAG asks for, and a desktop of 1280 by 800 at 200 %.
const narrow = [
  { width: 320, height: 640 },
  { width: 640, height: 400 },
]

/** Where the page would have to be scrolled sideways. */
const sidewaysOf = async (page: Page): Promise<string[]> => {
  const before = page.viewportSize()
  const found: string[] = []
  for (const size of narrow) {
    await page.setViewportSize(size)
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'))
    if (width > size.width) found.push(`${width} px wide at ${size.width} px`)
  }
  if (before !== null) await page.setViewportSize(before)
  return found
}

/** What is wrong with the page as it stands, in both languages and themes, and when it is narrow. */
export const findingsOf = async (page: Page): Promise<string[]> => {
  const found: string[] = []
  for (const language of ['zh', 'en'] as const) {
    await speak(page, language)
    found.push(...(await sidewaysOf(page)).map((line) => `${language}: ${line}`))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(endTransitions)
      found.push(...(await axeFindings(page)).map((line) => `${language} ${colorScheme}: ${line}`))
    }
  }
  return found
}
