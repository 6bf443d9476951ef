/** Two characters of a device's id that an order number may hold, so that two tills of a merchant never suggest the same. */
const markOf = (device: string): string =>
  device
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(-2)
    .toUpperCase()

const dayOf = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('')

/** An order number for the next sale of a day: the day, this till's mark, and how many sales it had. */
export const suggestOrderNumber = ({ device, now, sold }: { device: string; now: number; sold: number }): string =>
  `${dayOf(new Date(now))}-${markOf(device)}-${String(sold + 1).padStart(3, '0')}`
