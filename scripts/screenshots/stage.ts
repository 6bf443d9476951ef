import type { Browser, Page } from 'playwright-core'
import { loginWords } from '../../terminal/web/dictionary/login.ts'
import { shellWords } from '../../terminal/web/dictionary/shell.ts'
import type { Name } from '../cast.ts'
import { demonstrationPassword } from '../seed.ts'
import { type Look, viewports } from './plan.ts'

const patienceMilliseconds = 20_000

/** The same words in both languages. */
export type Phrase = { zh: string; en: string }

interface Opening {
  gateway: string
  name?: Name | undefined
  sharpness?: number
  /** Puts the device of this card on the ledger, where no password does. */
  enrol?: ((card: string) => Promise<void>) | undefined
}

/** One device in the hands of one of the demonstration's people, or of somebody who has not logged in. */
export class Stage {
  readonly page: Page
  readonly gateway: string
  #look: Look = { language: 'en', viewport: 'phone', theme: 'light' }

  private constructor(page: Page, gateway: string) {
    this.page = page
    this.gateway = gateway
  }

  /** Opens a device at a gateway; `name` logs in and has it authorised by the password, or by whoever enrols its card. */
  static async open(browser: Browser, { gateway, name, sharpness = 1, enrol }: Opening): Promise<Stage> {
    const context = await browser.newContext({ locale: 'en-GB', deviceScaleFactor: sharpness })
    context.setDefaultTimeout(patienceMilliseconds)
    const stage = new Stage(await context.newPage(), gateway)
    await stage.wear(stage.#look)
    await stage.goTo('/sign-in')
    if (name !== undefined) await stage.#enter(name, enrol)
    return stage
  }

  get isPhone(): boolean {
    return this.#look.viewport === 'phone'
  }

  /** The words of the language that is spoken now. */
  say(phrase: Phrase): string {
    return phrase[this.#look.language]
  }

  /** Takes on a language, a size and a theme; what is open is loaded anew by the next `goTo`. */
  async wear(look: Look): Promise<void> {
    this.#look = look
    await this.page.setViewportSize(viewports[look.viewport])
    await this.page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' })
    const settings = JSON.stringify({ language: look.language, theme: 'system', notices: 'area' })
    if (!this.page.url().startsWith(this.gateway)) await this.page.goto(`${this.gateway}/icon.svg`)
    await this.page.evaluate(`localStorage.setItem('assay-settings', ${JSON.stringify(settings)})`)
  }

  /** Shows a screen from its beginning, and waits until it has read what it shows. */
  async goTo(path: string): Promise<void> {
    await this.page.goto('about:blank')
    await this.page.goto(`${this.gateway}/#${path}`)
    await this.settle()
  }

  async settle(): Promise<void> {
    await this.page.locator('h1').first().waitFor()
    await this.page.locator('.skeleton, [aria-busy="true"]').first().waitFor({ state: 'detached' })
    await this.page.evaluate('document.fonts.ready.then(() => undefined)')
  }

  async press(phrase: Phrase): Promise<void> {
    await this.page
      .getByRole('button', { name: this.say(phrase), exact: true })
      .first()
      .click()
  }

  async fill(phrase: Phrase, value: string): Promise<void> {
    await this.page.getByLabel(this.say(phrase), { exact: true }).first().fill(value)
  }

  /** Gives account and password, up to the question whether to authorise this device. */
  async giveCredentials(name: string): Promise<void> {
    await this.fill(loginWords.account, name)
    await this.fill(loginWords.password, demonstrationPassword)
    await this.press(loginWords.submit)
    await this.page.getByRole('heading', { name: this.say(loginWords.consentTitle) }).waitFor()
  }

  async #enter(name: string, enrol: Opening['enrol']): Promise<void> {
    await this.giveCredentials(name)
    if (enrol === undefined) {
      await this.press(loginWords.byPassword)
      await this.fill(loginWords.password, demonstrationPassword)
      await this.press(loginWords.confirm)
    } else {
      await this.page.getByText(this.say(loginWords.cardOfDevice)).click()
      await enrol((await this.page.locator('details pre').textContent()) ?? '')
      await this.goTo('/sign-in')
      await this.fill(loginWords.account, name)
      await this.fill(loginWords.password, demonstrationPassword)
      await this.press(loginWords.submit)
    }
    await this.page.getByRole('button', { name: this.say(shellWords.signOut) }).waitFor()
  }
}
