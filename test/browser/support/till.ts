import type { Device } from './browser.ts'

/** Goes to the payer's screen and answers the digits of the code that it shows. */
export const showCode = async ({ page }: Device): Promise<string> => {
  if (!page.url().endsWith('#/pay')) await page.getByRole('link', { name: 'Pay', exact: true }).click()
  const digits = await page.locator('[data-digits]').getAttribute('data-digits')
  if (digits === null) throw new Error('the code has no digits')
  return digits
}

/** Begins a sale at the till and answers its order number. */
export const enterSale = async ({ page }: Device, amount: string): Promise<string> => {
  if (!page.url().endsWith('#/till')) await page.getByRole('link', { name: 'Till' }).click()
  await page.getByLabel('Amount', { exact: true }).fill(amount)
  return page.getByLabel('Order number', { exact: true }).inputValue()
}

/** Types the payer's code and charges it. */
export const typeCode = async ({ page }: Device, digits: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Payment code' }).fill(digits)
  await page.getByRole('button', { name: /^Charge/ }).click()
}

/** Sells for an amount of the cash, from the till's pad to what both are told; answers the order number. */
export const sell = async (till: Device, payer: Device, amount: string): Promise<string> => {
  const order = await enterSale(till, amount)
  await typeCode(till, await showCode(payer))
  await payer.page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^Pay .*${amount.replace('.', '\\.')}$`) })
    .click()
  await till.page.getByText('PAID', { exact: true }).waitFor()
  await payer.page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  return order
}
