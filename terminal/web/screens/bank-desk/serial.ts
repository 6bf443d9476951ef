const twoDigits = (figure: number): string => String(figure).padStart(2, '0')

const dayOf = (at: number): string => {
  const day = new Date(at)
  return `${day.getFullYear()}${twoDigits(day.getMonth() + 1)}${twoDigits(day.getDate())}`
}

/** The end of a device's key, as its person sees it among the devices; a reference takes no underscore. */
const nameOf = (device: string): string => device.slice(-6).replaceAll('_', '.')

/**
 * The reference of the next cash act of a desk: the day in this browser's time zone, the end of the desk's key, and the number after the
 * highest that these references have of that day and desk, such as `20261128-tK3x0s-0007`. So the desks of one bank, none of which knows
 * what the others wrote, never suggest the same. References of another form do not count.
 */
export const nextSerial = (references: readonly string[], { device, at }: { device: string; at: number }): string => {
  const stem = `${dayOf(at)}-${nameOf(device)}-`
  const numbers = references
    .filter((reference) => reference.startsWith(stem))
    .map((reference) => reference.slice(stem.length))
    .filter((digits) => /^[0-9]{1,9}$/.test(digits))
    .map(Number)
  return `${stem}${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}`
}
