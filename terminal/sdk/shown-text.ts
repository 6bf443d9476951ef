import { z } from 'zod'

// Controls, halves of characters, and marks that turn the direction of writing: a text that shows another order of letters than it has can
// name another price or another street.
const hidden = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u

/** One line that shows all that is in it. */
export const shownLine = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !hidden.test(text), 'must be a line that shows all that is in it')

/** Lines that show all that is in them. */
export const shownLines = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !hidden.test(text.replaceAll('\n', '')), 'must show all that is in it')
