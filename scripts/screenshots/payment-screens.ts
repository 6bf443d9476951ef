import {
  approvePayment,
  claimPayment,
  declinePayment,
  openQuestions,
  requestCode,
} from '../../terminal/sdk/payments.ts'
import { payWords } from '../../terminal/web/screens/pay/words.ts'
import { tillWords } from '../../terminal/web/screens/till/words.ts'
import type { Cast } from '../cast.ts'
import type { Screen } from './screen.ts'
import type { Phrase, Stage } from './stage.ts'

const price = '3880'

const shownDigits = async ({ page }: Stage): Promise<string> => {
  const digits = await page.locator('[data-digits]').getAttribute('data-digits')
  if (digits === null) throw new Error('the payment code has no digits')
  return digits
}

/** The noodle bar, elsewhere, claims the code on the screen. */
const claim = async (stage: Stage, cast: Cast): Promise<void> => {
  const code = await shownDigits(stage)
  const orderNumber = `TABLE-7-${Date.now().toString(36).toUpperCase()}`
  await claimPayment(await cast.terminal('noodle-bar'), { code, orderNumber, voucher: 'CNY', quantity: price })
  await stage.page.getByRole('dialog').waitFor()
}

const finish = async (stage: Stage): Promise<void> => {
  await stage.page.getByRole('dialog').locator('.outcome').waitFor()
}

const sayNo = async (stage: Stage): Promise<void> => {
  await stage.page
    .getByRole('dialog')
    .getByRole('button', { name: stage.say(payWords.no) })
    .click()
  await finish(stage)
}

/** Charges a code that alice, elsewhere, has just been shown. */
const charge = async (stage: Stage, cast: Cast): Promise<void> => {
  const draft = stage.page.getByRole('textbox', { name: stage.say(tillWords.code) })
  const next = stage.page.getByRole('button', { name: stage.say(tillWords.next) })
  await draft.or(next).first().waitFor()
  if ((await draft.count()) === 0) await next.click()
  const { digits } = await requestCode(await cast.terminal('alice'))
  await stage.fill(tillWords.amount, '38.80')
  await draft.fill(digits)
  await draft.press('Enter')
  await stage.page.getByText(stage.say(tillWords.waiting), { exact: true }).first().waitFor()
}

const answer = async (cast: Cast, say: 'yes' | 'no'): Promise<void> => {
  const alice = await cast.terminal('alice')
  const [question] = await openQuestions(alice)
  if (question === undefined) throw new Error('nobody has asked alice')
  await (say === 'yes' ? approvePayment(alice, question) : declinePayment(alice, question))
}

/** The till once alice has answered what it charged. */
const answeredTill = (name: string, say: 'yes' | 'no', words: Phrase): Screen => ({
  name,
  who: 'noodle-bar',
  path: '/till',
  show: async (stage, cast) => {
    await charge(stage, cast)
    await answer(cast, say)
    await stage.page.getByText(stage.say(words), { exact: true }).first().waitFor()
  },
})

/** A payment from both sides. */
export const paymentScreens: readonly Screen[] = [
  { name: 'pay', who: 'alice', path: '/pay', show: async (stage) => void (await shownDigits(stage)) },
  {
    name: 'pay-question',
    who: 'alice',
    path: '/pay',
    show: claim,
    end: sayNo,
  },
  {
    name: 'pay-paid',
    who: 'alice',
    path: '/pay',
    show: async (stage, cast) => {
      await claim(stage, cast)
      await stage.page.getByRole('dialog').locator('[data-tone=primary]').click()
      await finish(stage)
    },
  },
  {
    name: 'pay-declined',
    who: 'alice',
    path: '/pay',
    show: async (stage, cast) => {
      await claim(stage, cast)
      await stage.page
        .getByRole('dialog')
        .getByRole('button', { name: stage.say(payWords.no) })
        .click()
      await finish(stage)
    },
  },
  { name: 'till', who: 'noodle-bar', path: '/till' },
  {
    name: 'till-waiting',
    who: 'noodle-bar',
    path: '/till',
    show: charge,
    end: (_stage, cast) => answer(cast, 'no'),
  },
  answeredTill('till-paid', 'yes', tillWords.paid),
  answeredTill('till-declined', 'no', tillWords.declined),
]
