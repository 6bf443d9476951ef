/** By what a client can show who it is, each by a form that no value of another has. */
export const identityForms = ['account-number', 'phone', 'resident-id', 'certificate'] as const
/** A type of identity, as it is found in a value. */
export type IdentityForm = (typeof identityForms)[number]

/** An identity as its form is written: of one type, with nothing in it that does not count. */
export interface Identity {
  type: IdentityForm
  value: string
}

const digitsOf = (text: string): number[] => [...text].map(Number)

/** True where the last digit checks the others by the formula of Luhn (ISO/IEC 7812-1), as on bank cards. */
const isLuhn = (text: string): boolean => {
  const sum = digitsOf(text)
    .reverse()
    .map((digit, place) => (place % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)))
    .reduce((all, one) => all + one, 0)
  return sum % 10 === 0
}

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const residentChecks = '10X98765432'

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** True where the last of 18 characters checks the others (GB 11643, ISO 7064 MOD 11-2), and the day of birth is one. */
const isResidentId = (text: string): boolean => {
  const sum = residentWeights.reduce((all, weight, place) => all + weight * Number(text[place]), 0)
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)].map(Number)
  return residentChecks[sum % 11] === text[17] && isDay(year as number, month as number, day as number)
}

const any = (): boolean => true

/** What a form looks like once what does not count is left out, and what must hold besides. */
const forms: { readonly [F in IdentityForm]: { form: RegExp; isWhole: (text: string) => boolean } } = {
  // The lengths that bank cards have; a resident's number has neither.
  'account-number': { form: /^([0-9]{16}|[0-9]{19})$/, isWhole: isLuhn },
  // E.164, always with its plus, which no other form has.
  phone: { form: /^\+[1-9][0-9]{6,14}$/, isWhole: any },
  'resident-id': { form: /^[1-9][0-9]{16}[0-9X]$/, isWhole: isResidentId },
  // SHA-256 of the certificate.
  certificate: { form: /^[0-9a-f]{64}$/, isWhole: any },
}

/** Each form's own way of writing: groups of digits, and pairs of a fingerprint, may be parted. */
const writings = (text: string): string[] => {
  const grouped = text.replaceAll(/(?<=[0-9])[ -](?=[0-9Xx])/g, '')
  return [grouped.toUpperCase(), text.replaceAll(/(?<=[0-9A-Fa-f]{2}):(?=[0-9A-Fa-f]{2})/g, '').toLowerCase()]
}

/**
 * The identity that a value is, by its form alone (S2-004); undefined for a value of no form. Whatever somebody says that it is counts for
 * nothing here (S2-007). Values are at most 256 characters long.
 */
export const readIdentity = (text: string): Identity | undefined => {
  const written = writings(text.trim())
  for (const type of identityForms) {
    const { form, isWhole } = forms[type]
    const value = written.find((one) => form.test(one) && isWhole(one))
    if (value !== undefined) return { type, value }
  }
  return undefined
}
