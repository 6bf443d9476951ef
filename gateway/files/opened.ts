interface Closable {
  close(): void
}

/** What was opened one after another, to be closed again in that order: at the end, or where the next cannot be opened. */
export class Opened {
  readonly #all: Closable[] = []

  /** Gives back what it keeps. */
  keep<Kept extends Closable>(one: Kept): Kept {
    this.#all.push(one)
    return one
  }

  readonly close = (): void => {
    for (const one of this.#all) one.close()
  }
}
