/** Wakes who waits before its time is over; one who was woken while nobody waited does not wait the next time. */
export class Bell {
  #isRung = false
  #wake: (() => void) | undefined

  ring(): void {
    this.#isRung = true
    this.#wake?.()
  }

  /** Resolves once it was rung since the last time. */
  heard(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#isRung = false
        this.#wake = undefined
        resolve()
      }
      if (this.#isRung) this.#wake()
    })
  }
}
