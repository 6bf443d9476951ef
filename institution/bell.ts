/** Wakes who waits before its time is over; one who was woken while nobody waited does not wait the next time. */
export class Bell {
  #isRung = false
  #wake: (() => void) | undefined

  ring(): void {
    this.#isRung = true
    this.#wake?.()
  }

  /** Resolves once it was rung since the last time, or once this resolves. */
  async heardOr(over: Promise<void>): Promise<void> {
    const rung = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    if (!this.#isRung) await Promise.race([rung, over])
    this.#wake = undefined
    this.#isRung = false
  }
}
