/** One event as it stood on the wire. */
export interface WireEvent {
  id?: string
  event?: string
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an event is what the tests find out
  data?: any
}

const readEvent = (text: string): WireEvent => {
  const fields = text.split('\n').flatMap((line) => {
    const [, name, value] = line.match(/^(id|event|data): (.*)$/) ?? []
    return name === undefined ? [] : [[name, name === 'data' ? JSON.parse(value as string) : value]]
  })
  return Object.fromEntries(fields)
}

/** Reads whole messages of a text stream; an incomplete one at its end never happened. Comments are left out. */
export const readEvents = (text: string): WireEvent[] =>
  text
    .split('\n\n')
    .slice(0, -1)
    .map(readEvent)
    .filter((event) => Object.keys(event).length > 0)

/** Follows a stream of events over HTTP as a terminal does: keeps the last id, and comes back with it. */
export class EventReader {
  readonly events: WireEvent[] = []
  /** The last id that arrived; with it the reader comes back. */
  last: string | undefined
  comments = 0
  readonly #url: string
  readonly #headers: { [name: string]: string }
  #cut = new AbortController()
  #ended: Promise<void> = Promise.resolve()
  isOpen = false

  constructor(url: string, headers: { [name: string]: string }, last?: string) {
    this.#url = url
    this.#headers = headers
    this.last = last
  }

  /** Opens the stream, after the last event that arrived; resolves once the gateway answers. */
  async open(): Promise<Response> {
    this.#cut = new AbortController()
    const resume = this.last === undefined ? {} : { 'last-event-id': this.last }
    const headers = { ...this.#headers, ...resume }
    const response = await fetch(this.#url, { headers, signal: this.#cut.signal })
    this.isOpen = response.ok
    this.#ended = this.#read(response).catch(() => {})
    return response
  }

  async #read(response: Response): Promise<void> {
    let rest = ''
    const decoder = new TextDecoder()
    try {
      for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
        const texts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
        rest = texts.pop() as string
        for (const text of texts) this.#take(text)
      }
    } finally {
      this.isOpen = false
    }
  }

  #take(text: string): void {
    if (text.startsWith(':')) this.comments += 1
    const event = readEvent(text)
    this.last = event.id ?? this.last
    if (event.data !== undefined) this.events.push(event)
  }

  /** Cuts the line as it is. */
  async cut(): Promise<void> {
    this.#cut.abort()
    await this.#ended
  }

  /** Resolves when so many events have arrived, or throws after some seconds. */
  async until(holds: () => boolean, seconds = 10): Promise<void> {
    const end = Date.now() + seconds * 1000
    while (!holds()) {
      if (Date.now() > end) throw new Error(`waited in vain; have ${JSON.stringify(this.events.map(({ id }) => id))}`)
      await new Promise((resume) => setTimeout(resume, 10))
    }
  }
}
