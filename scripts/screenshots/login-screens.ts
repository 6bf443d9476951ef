import { loginWords } from '../../terminal/web/dictionary/login.ts'
import type { Screen } from './screen.ts'
import type { Phrase, Stage } from './stage.ts'

// A home sends few messages to one account in a while, so the two sizes are of two people.
const consent = (stage: Stage): Promise<void> => stage.giveCredentials(stage.isPhone ? 'alice' : 'noodle-bar')

/** What stands under a title once somebody has pressed a button where consent is asked. */
const afterConsent = (name: string, words: { press: Phrase; title: Phrase }): Screen => ({
  name,
  path: '/sign-in',
  show: async (stage) => {
    await consent(stage)
    await stage.press(words.press)
    await stage.page.getByRole('heading', { name: stage.say(words.title) }).waitFor()
  },
})

/** Logging in, and what somebody sees whose device is not authorised yet. */
export const loginScreens: readonly Screen[] = [
  { name: 'sign-in', path: '/sign-in' },
  {
    name: 'sign-in-refused',
    path: '/sign-in',
    show: async (stage) => {
      // Another name each time: after five wrong passwords an account is locked.
      await stage.fill(loginWords.account, stage.isPhone ? 'alicia' : 'allison')
      await stage.fill(loginWords.password, 'something else')
      await stage.press(loginWords.submit)
      await stage.page.getByRole('alert').first().waitFor()
    },
  },
  { name: 'consent', path: '/sign-in', show: consent },
  afterConsent('message-code', { press: loginWords.byMessage, title: loginWords.codeTitle }),
  afterConsent('not-authorised', { press: loginWords.decline, title: loginWords.declinedTitle }),
  { name: 'voucher-signed-out', path: '/vouchers/AU-9999' },
]
