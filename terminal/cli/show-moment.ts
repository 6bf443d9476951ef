/**
 * A moment of the ledger, in UTC milliseconds since 1970, as this machine's clock shows it, with the zone: `2027-01-15 16:00:00 GMT+8`.
 * Programs read the milliseconds, with --json.
 */
export const showMoment = (milliseconds: string | number, timeZone?: string): string => {
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
    ...{ hourCycle: 'h23', timeZoneName: 'short', timeZone },
  } as Intl.DateTimeFormatOptions)
  const parts = new Map(format.formatToParts(Number(milliseconds)).map(({ type, value }) => [type, value]))
  const joined = (types: Intl.DateTimeFormatPartTypes[], between: string) =>
    types.map((type) => parts.get(type)).join(between)
  const date = joined(['year', 'month', 'day'], '-')
  return `${date} ${joined(['hour', 'minute', 'second'], ':')} ${parts.get('timeZoneName')}`
}
