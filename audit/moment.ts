/** A moment in UTC milliseconds as text; the number itself where that is no moment, since whoever forged a transaction chose it. */
export const momentText = (milliseconds: bigint | string): string => {
  const moment = new Date(Number(milliseconds))
  return Number.isNaN(moment.getTime()) ? String(milliseconds) : moment.toISOString()
}
