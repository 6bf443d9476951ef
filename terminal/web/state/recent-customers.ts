import { z } from 'zod'

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const start = 'assay-customers '
const keptMaximum = 8
const names = z.array(z.string()).catch([])

const quietly = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    // A browser that keeps nothing offers no recent customers.
    return undefined
  }
}

// Where a browser keeps nothing, already to ask for its shelf fails.
const usual = (): Shelf => localStorage

/** The customers whom a clerk had at this desk of late, the latest first. */
export const recentCustomers = (clerk: string, shelf: () => Shelf = usual): readonly string[] =>
  quietly(() => names.parse(JSON.parse(shelf().getItem(`${start}${clerk}`) ?? '[]'))) ?? []

/** Takes note of a customer of a clerk's; of more than eight the oldest is forgotten. */
export const noteCustomer = (
  { clerk, customer }: { clerk: string; customer: string },
  shelf: () => Shelf = usual,
): void => {
  const others = recentCustomers(clerk, shelf).filter((name) => name !== customer)
  const kept = [customer, ...others].slice(0, keptMaximum)
  quietly(() => shelf().setItem(`${start}${clerk}`, JSON.stringify(kept)))
}

/** Forgets the customers of every clerk, as somebody else may use this browser next. */
export const forgetCustomers = (shelf: () => Shelf = usual): void => {
  quietly(() => {
    const kept = shelf()
    /* c8 ignore next -- every place below the length has a key, which the types do not know */
    const keys = Array.from({ length: kept.length }, (_, place) => kept.key(place) ?? '')
    for (const key of keys) if (key.startsWith(start)) kept.removeItem(key)
  })
}
