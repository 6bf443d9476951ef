import type { CDPSession } from 'playwright-core'

interface Answer {
  id?: number
  result?: unknown
  error?: { message: string }
}

interface Evaluated {
  result: { value?: unknown; objectId?: string }
  exceptionDetails?: { text: string; exception?: { description?: string } }
}

/**
 * A page that is asked and otherwise left alone. A page of Playwright's has its network watched, and Chromium then keeps up to 100 MB of what
 * the page sends and gets, within the page's own process: memory that no page has by itself.
 */
export class InspectedPage {
  readonly #browser: CDPSession
  readonly #target: string
  readonly #session: string
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #last = 0

  private constructor(browser: CDPSession, target: string, session: string) {
    this.#browser = browser
    this.#target = target
    this.#session = session
    browser.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      if (sessionId !== session) return
      const answer = JSON.parse(message) as Answer
      this.#waiting.get(answer.id ?? 0)?.(answer)
    })
  }

  /** Opens a page at an address. */
  static async open(browser: CDPSession, url: string): Promise<InspectedPage> {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false })
    const page = new InspectedPage(browser, targetId, sessionId)
    // The gateway's own policy lets nobody evaluate text.
    await page.#send('Page.enable')
    await page.#send('Page.setBypassCSP', { enabled: true })
    await page.#send('Page.navigate', { url })
    // What is asked while the page changes its document has no answer.
    const state = () => page.evaluate('location.href + document.readyState').catch(() => undefined)
    while ((await state()) !== `${url}complete`) {
      await new Promise((resume) => setTimeout(resume, 50))
    }
    return page
  }

  async #send<T>(method: string, parameters: object = {}): Promise<T> {
    this.#last += 1
    const id = this.#last
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve))
    const message = JSON.stringify({ id, method, params: parameters })
    await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#session, message })
    const { result, error } = await answered
    this.#waiting.delete(id)
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result as T
  }

  async #evaluated(expression: string, returnByValue: boolean): Promise<Evaluated['result']> {
    const asked = { expression, awaitPromise: true, returnByValue }
    const { result, exceptionDetails: failed } = await this.#send<Evaluated>('Runtime.evaluate', asked)
    if (failed !== undefined) throw new Error(failed.exception?.description ?? failed.text)
    return result
  }

  /** What an expression, or its promise, comes to. */
  async evaluate<T>(expression: string): Promise<T> {
    return (await this.#evaluated(expression, true)).value as T
  }

  /** Chooses a file in the field that an expression gives. */
  async choose(field: string, file: string): Promise<void> {
    const { objectId } = await this.#evaluated(field, false)
    await this.#send('DOM.setFileInputFiles', { files: [file], objectId })
  }

  /** Has the garbage of the page collected. */
  async collectGarbage(): Promise<void> {
    await this.#send('HeapProfiler.collectGarbage')
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target })
  }
}
