import { acceptedWords, noticeWords } from '../../terminal/web/dictionary/notices.ts'
import { functionWords, voucherWords } from '../../terminal/web/dictionary/vouchers.ts'
import type { Screen } from './screen.ts'
import type { Stage } from './stage.ts'

const path = '/vouchers/AU-9999'

const chooseFunction = (stage: Stage, name: keyof typeof functionWords): Promise<void> =>
  stage.page.getByRole('tab', { name: stage.say(functionWords[name]) }).click()

const fillTransfer = async (stage: Stage, to: string): Promise<void> => {
  await stage.fill(voucherWords.to, to)
  await stage.fill(voucherWords.quantity, '0.5')
}

const confirm = ({ page }: Stage) => page.getByRole('dialog').locator('button[type=submit]')
const submit = ({ page }: Stage) => page.locator('[role=tabpanel] button[type=submit]')

const statusWords = {
  accepted: acceptedWords['voucher.transfer'] ?? noticeWords.accepted,
  refused: noticeWords.refused,
}

const awaitResult = async (stage: Stage, status: keyof typeof statusWords): Promise<void> => {
  const newest = stage.page.locator('.results > li').first()
  await newest.getByText(stage.say(statusWords[status])).first().waitFor()
  await newest.scrollIntoViewIfNeeded()
}

/** A function of the voucher that alice has filled in and not sent. */
const filledIn = (name: string, chosen: keyof typeof functionWords, fill: (stage: Stage) => Promise<void>): Screen => ({
  name,
  who: 'alice',
  path,
  show: async (stage) => {
    await chooseFunction(stage, chosen)
    await fill(stage)
    await submit(stage).scrollIntoViewIfNeeded()
  },
})

/** What alice looks at once more before it is signed. */
const reviewed = (name: string, chosen: keyof typeof functionWords, fill: (stage: Stage) => Promise<void>): Screen => ({
  name,
  who: 'alice',
  path,
  show: async (stage) => {
    await chooseFunction(stage, chosen)
    await fill(stage)
    await submit(stage).click()
    await confirm(stage).waitFor()
  },
})

/** What became of a transfer that alice sent. */
const sentTransfer = (name: string, to: string, status: 'accepted' | 'refused'): Screen => ({
  name,
  who: 'alice',
  path,
  show: async (stage) => {
    await chooseFunction(stage, 'transfer')
    await fillTransfer(stage, to)
    // A receiver that is not there would be found before anything is signed; the ledger says so too.
    if (status === 'refused') await stage.page.route('**/v1/payees/**', (route) => route.abort())
    await submit(stage).click()
    await confirm(stage).click()
    await awaitResult(stage, status)
  },
})

/** What a customer sees of holdings, vouchers, functions and results. */
export const accountScreens: readonly Screen[] = [
  { name: 'home', who: 'alice', path: '/' },
  { name: 'vouchers', who: 'alice', path: '/vouchers' },
  { name: 'voucher', who: 'alice', path },
  filledIn('voucher-buy', 'buy', (stage) => stage.fill(voucherWords.quantity, '10')),
  filledIn('voucher-limit-order', 'sell', async (stage) => {
    await stage.page.getByText(stage.say(voucherWords.atLimit), { exact: true }).click()
    await stage.fill(voucherWords.quantity, '5')
  }),
  filledIn('voucher-pledge', 'pledge', async (stage) => {
    await stage.fill(voucherWords.pledgee, 'city-bank')
    await stage.fill(voucherWords.quantity, '20')
  }),
  filledIn('voucher-transfer', 'transfer', (stage) => fillTransfer(stage, 'bob')),
  reviewed('voucher-review-buy', 'buy', (stage) => stage.fill(voucherWords.quantity, '10')),
  reviewed('voucher-review-transfer', 'transfer', (stage) => fillTransfer(stage, 'bob')),
  sentTransfer('voucher-accepted', 'bob', 'accepted'),
  sentTransfer('voucher-refused', 'nobody-here', 'refused'),
  {
    name: 'instruction',
    who: 'alice',
    path,
    show: async (stage) => {
      const accepted = stage.page.locator('article[data-tone="good"]').first()
      await accepted.getByRole('button', { name: stage.say(noticeWords.details) }).click()
      await stage.press(noticeWords.verify)
      await stage.page.getByText(stage.say(noticeWords.verified)).waitFor()
    },
  },
  { name: 'activity', who: 'alice', path: '/activity' },
  {
    name: 'activity-receipt',
    who: 'alice',
    path: '/activity',
    show: async (stage) => {
      await stage.page.locator('main button.history-row').first().click()
      await stage.page.getByRole('dialog').waitFor()
    },
  },
  { name: 'devices', who: 'alice', path: '/devices' },
  { name: 'packages', who: 'alice', path: '/packages' },
  { name: 'settings', who: 'alice', path: '/settings' },
]
