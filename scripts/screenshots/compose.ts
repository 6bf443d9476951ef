import { statSync } from 'node:fs'
import type { Browser } from 'playwright-core'

const largestBytes = 300_000
/** How many points of the screen make one of the picture's, so that letters stay sharp when a page shows it small. */
const sharpness = 1.5

const pageOf = (pictures: readonly Buffer[]): string => `<!doctype html>
<style>
  body { margin: 0; display: inline-flex; gap: 40px; padding: 36px 44px; background: #e9e6df; }
  img { width: 300px; border-radius: 34px; border: 9px solid #1d1b18; box-shadow: 0 14px 34px #0005; display: block; }
</style>
${pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`).join('\n')}`

/** Sets pictures of a phone side by side, each in a plain frame, as one small file. Refuses to leave one of 300 kB or more. */
export const composePhones = async (browser: Browser, pictures: readonly Buffer[], file: string): Promise<void> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: sharpness })
  await page.setContent(pageOf(pictures))
  await page.locator('body').screenshot({ path: file })
  await page.close()
  const { size } = statSync(file)
  if (size >= largestBytes) throw new Error(`${file} has ${size} bytes, and ${largestBytes} is the most for the README`)
}
