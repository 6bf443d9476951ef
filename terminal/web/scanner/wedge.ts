/**
 * A scanner that is a keyboard sends a digit every few milliseconds, but a busy page may see a pause in between: so a single
 * gap may be wider than the average, which nobody reaches by typing.
 */
const gapMillisecondsMaximum = 500
const averageMillisecondsMaximum = 60
const shortestScan = 8

/** One key, and when it was pressed, in milliseconds of any clock. */
export interface Keystroke {
  key: string
  at: number
}

/** What a keystroke means: not a scanner's, one of a burst that may be a scan, or the end of a scan with its text. */
export type WedgeReading = { is: 'typing' } | { is: 'burst'; length: number } | { is: 'scan'; text: string }

const typing: WedgeReading = { is: 'typing' }

/**
 * Tells a keyboard-wedge scanner from a person: digits in a burst, ended by Enter or Tab. It never keeps digits that came
 * too slowly, so what a person types is never taken for a scan.
 */
export class WedgeReader {
  #text = ''
  #beganAt = 0
  #lastAt = Number.NEGATIVE_INFINITY

  /** Judges the next keystroke. */
  read({ key, at }: Keystroke): WedgeReading {
    const isFast = at - this.#lastAt <= gapMillisecondsMaximum
    this.#lastAt = at
    if (/^[0-9]$/.test(key)) return this.#add(key, isFast)
    // A scanner presses Shift for some letters; that ends no burst.
    if (key === 'Shift') return typing
    return this.#end(key, isFast)
  }

  #add(digit: string, isFast: boolean): WedgeReading {
    if (!isFast || this.#text === '') {
      this.#text = ''
      this.#beganAt = this.#lastAt
    }
    this.#text += digit
    return { is: 'burst', length: this.#text.length }
  }

  #end(key: string, isFast: boolean): WedgeReading {
    const text = this.#text
    this.#text = ''
    const average = (this.#lastAt - this.#beganAt) / text.length
    const isBurst = isFast && text.length >= shortestScan && average <= averageMillisecondsMaximum
    const isScan = (key === 'Enter' || key === 'Tab') && isBurst
    return isScan ? { is: 'scan', text } : typing
  }
}

type TextField = HTMLInputElement | HTMLTextAreaElement

const isTextField = (target: EventTarget | null): target is TextField =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** Puts a field's text back and tells whoever watches the field, as if the scanner had never typed into it. */
const restore = (field: TextField, value: string): void => {
  if (field.value === value) return
  field.value = value
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

const isPlain = ({ ctrlKey, altKey, metaKey, isComposing }: KeyboardEvent): boolean =>
  !(ctrlKey || altKey || metaKey || isComposing)

/** A field as it was before the first digit of a burst came in. */
const fieldBefore = (target: EventTarget | null): (() => void) => {
  if (!isTextField(target)) return () => {}
  const { value } = target
  return () => restore(target, value)
}

/**
 * Takes scans of a keyboard-wedge scanner wherever the focus is on the page, and takes what it typed out of the field that
 * has the focus. Answers how to stop.
 */
export const watchWedge = (page: Window, onScan: (text: string) => void): (() => void) => {
  const reader = new WedgeReader()
  let putBack = (): void => {}
  const onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return
    const reading = reader.read({ key: event.key, at: event.timeStamp })
    if (reading.is === 'burst' && reading.length === 1) putBack = fieldBefore(event.target)
    if (reading.is !== 'scan') return
    event.preventDefault()
    event.stopPropagation()
    putBack()
    // Once the page has taken back what the scanner typed: whoever hears of the scan must see the field as it was.
    setTimeout(() => onScan(reading.text))
  }
  page.addEventListener('keydown', onKey, { capture: true })
  return () => page.removeEventListener('keydown', onKey, { capture: true })
}
