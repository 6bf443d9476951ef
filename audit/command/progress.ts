const betweenMilliseconds = 2_000

/** Tells how far long work is: at once when it begins to take long, then every few seconds, never for what is short. */
export class Progress {
  readonly #tell: (line: string) => void
  readonly #begun = performance.now()
  #told = performance.now()

  constructor(tell: (line: string) => void) {
    this.#tell = tell
  }

  /** Takes note of work done; what it says is made only where it is told. */
  note(what: () => string): void {
    const now = performance.now()
    if (now - this.#told < betweenMilliseconds) return
    this.#told = now
    this.#tell(`${((now - this.#begun) / 1000).toFixed(0).padStart(5)} s  ${what()}`)
  }
}
