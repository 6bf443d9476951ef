const groupSize = 4

/** The digits of a payment code in groups of four, as on a bank card, for reading aloud and for typing. */
export const groupsOf = (digits: string): string[] => digits.match(new RegExp(`.{1,${groupSize}}`, 'g')) ?? []

/** The groups with a blank between them. */
export const grouped = (digits: string): string => groupsOf(digits).join(' ')
