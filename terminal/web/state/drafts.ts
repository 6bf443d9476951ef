import { z } from 'zod'

/** What is typed into a form, by field. */
export interface Texts {
  readonly [field: string]: string
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const texts = z.record(z.string(), z.string()).catch({})
const start = 'assay-draft '

const quietly = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    // A browser that keeps nothing still shows what is typed until the page is left.
    return undefined
  }
}

const stored = (shelf: Shelf, name: string): Texts =>
  quietly(() => texts.parse(JSON.parse(shelf.getItem(`${start}${name}`) ?? '{}'))) ?? {}

/** What was typed into a form before, over what it begins with; fields that the form does not have are left out. */
export const readDraft = <T extends { readonly [F in keyof T]: string }>(shelf: Shelf, name: string, initial: T): T => {
  const kept = Object.entries(stored(shelf, name)).filter(([field]) => Object.hasOwn(initial, field))
  return { ...initial, ...Object.fromEntries(kept) }
}

/** Keeps what differs from what the form begins with, for as long as the tab lives. */
export const keepDraft = <T extends { readonly [F in keyof T]: string }>(
  shelf: Shelf,
  name: string,
  { typed, initial }: { typed: T; initial: T },
): void => {
  const differing = Object.entries(typed).filter(([field, text]) => initial[field as keyof T] !== text)
  quietly(() =>
    differing.length === 0
      ? shelf.removeItem(`${start}${name}`)
      : shelf.setItem(`${start}${name}`, JSON.stringify(Object.fromEntries(differing))),
  )
}

/** Forgets what was typed into a form. */
export const forgetDraft = (shelf: Shelf, name: string): void => {
  quietly(() => shelf.removeItem(`${start}${name}`))
}

/** Forgets what was typed into any form of this tab, as somebody else may use it next. */
export const forgetDrafts = (): void => {
  quietly(() => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(start)) sessionStorage.removeItem(key)
  })
}
