const twoDigits = (figure: number): string => String(figure).padStart(2, '0')

const dayOf = (at: number): string => {
  const day = new Date(at)
  return `${day.getFullYear()}${twoDigits(day.getMonth() + 1)}${twoDigits(day.getDate())}`
}

/**
 * The reference of the next cash act of a desk: the day in this browser's time zone and the number after the highest that these
 * references have of that day, such as `20261128-0007`. References of another form do not count.
 */
export const nextSerial = (references: readonly string[], at: number): string => {
  const day = `${dayOf(at)}-`
  const numbers = references
    .filter((reference) => reference.startsWith(day))
    .map((reference) => reference.slice(day.length))
    .filter((digits) => /^[0-9]{1,9}$/.test(digits))
    .map(Number)
  return `${day}${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}`
}
