import { groupsOf } from '../../sdk/code-digits.ts'

/** For a screen reader: each digit by itself, with a pause after each group. */
export const spoken = (digits: string): string =>
  groupsOf(digits)
    .map((group) => [...group].join(' '))
    .join(', ')
