import type { Locator, Page } from 'playwright-core'
import type { Device } from './browser.ts'

/** The parts of a voucher's screen, by the names under which a screen reader finds them. */
export interface VoucherScreen {
  area: Locator
  position: Locator
  results: Locator
}

export const voucherScreenOf = (page: Page): VoucherScreen => ({
  area: page.getByRole('region', { name: 'Interaction area' }),
  position: page.getByRole('region', { name: 'My position' }),
  results: page.getByRole('region', { name: 'Results' }),
})

/** Opens a voucher's screen and waits until one's own position is there. */
export const openVoucher = async ({ page }: Device, code: string): Promise<VoucherScreen> => {
  await page.goto(`/#/vouchers/${code}`)
  const screen = voucherScreenOf(page)
  await screen.position.locator('[data-figure=totalQuantity]').waitFor()
  await screen.area.getByRole('tablist').waitFor()
  await openDetails(screen)
  return screen
}

/** Has every field of the position in sight. */
const openDetails = async ({ position }: VoucherScreen): Promise<void> => {
  const details = position.locator('details')
  if ((await details.count()) > 0 && (await details.getAttribute('open')) === null)
    await details.locator('summary').click()
}

/** The button of the review, which signs and sends what is shown there. */
export const confirmButton = (page: Page): Locator => page.getByRole('dialog').locator('button[type=submit]')

/** Presses a form’s button, and confirms what is then shown once more. */
export const send = async (button: Locator): Promise<void> => {
  await button.click()
  await confirmButton(button.page()).click()
}

/** Fills in a transfer, up to the press of its button. */
export const prepareTransfer = async (
  page: Page,
  { to, quantity }: { to: string; quantity: string },
): Promise<Locator> => {
  const { area } = voucherScreenOf(page)
  await area.getByRole('tab', { name: 'Transfer' }).click()
  await area.getByLabel('Receiving account').fill(to)
  await area.getByLabel('Quantity', { exact: true }).fill(quantity)
  return area.getByRole('button', { name: /^Transfer [^ ]*[0-9]/ })
}

/** Has results appear in a dialog, or in the area, and shows or hides the area, as a person does in the settings. */
export const setNotices = async (
  { page }: Device,
  { where, isAreaShown = true }: { where: 'In the result area of the page' | 'In a dialog'; isAreaShown?: boolean },
): Promise<void> => {
  await page.goto('/#/settings')
  await page.getByText(where, { exact: true }).click()
  await page.getByLabel(/^Show the result area/).setChecked(isAreaShown)
}

/** The result of what is done next: the newest one, as long as it is none of those that stand there now. */
export const nextResult = async (page: Page): Promise<Locator> => {
  const { results } = voucherScreenOf(page)
  const newest = results.locator('li:first-child article')
  const id = (await newest.count()) === 0 ? '' : await newest.getAttribute('data-id')
  return results.locator(`li:first-child article:not([data-id="${id}"])`)
}
