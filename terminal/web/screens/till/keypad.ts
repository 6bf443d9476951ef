/** The keys of a till's pad. */
export const padKeys = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '00', '0', '.', 'back', 'clear'] as const
export type PadKey = (typeof padKeys)[number]

const wholeDigitsMaximum = 12

const added = (text: string, digits: string, decimals: number): string => {
  const [whole = '', fraction] = `${text}${digits}`.split('.')
  const trimmed = whole.replace(/^0+(?=[0-9])/, '').slice(0, wholeDigitsMaximum)
  return fraction === undefined ? trimmed : `${trimmed}.${fraction.slice(0, decimals)}`
}

/**
 * The amount after a key of the pad, as a decimal text with at most `decimals` places. What does not fit is not taken, so
 * that the text is an amount at every moment, or empty.
 */
export const pressed = (text: string, key: PadKey, decimals: number): string => {
  if (key === 'clear') return ''
  if (key === 'back') return text.slice(0, -1)
  if (key !== '.') return added(text, key, decimals)
  if (decimals === 0 || text.includes('.')) return text
  return `${text === '' ? '0' : text}.`
}
