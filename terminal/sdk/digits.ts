/**
 * What somebody typed, pasted or scanned as digits, without blanks and hyphens, wherever they put them, and with digits of any width as
 * plain ones; other letters stay, to be told of.
 */
export const plainDigits = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\u2010-\u2015\u2212-]/g, '')
