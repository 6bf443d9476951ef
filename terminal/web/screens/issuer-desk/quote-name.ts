/** A name for a quote that no other of the device has: the moment, to the millisecond. */
export const quoteName = (at: number): string => `Q${new Date(at).toISOString().replaceAll(/[^0-9]/g, '')}`
