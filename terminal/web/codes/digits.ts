const groupSize = 4

/** The digits in groups of four, as on a bank card, for reading aloud and for typing. */
export const groupsOf = (digits: string): string[] => digits.match(new RegExp(`.{1,${groupSize}}`, 'g')) ?? []

/** The groups with a blank between them. */
export const grouped = (digits: string): string => groupsOf(digits).join(' ')

/** For a screen reader: each digit by itself, with a pause after each group. */
export const spoken = (digits: string): string =>
  groupsOf(digits)
    .map((group) => [...group].join(' '))
    .join(', ')
