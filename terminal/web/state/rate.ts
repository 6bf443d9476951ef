/**
 * Parts per million of a percentage as somebody types it: `0.2` is 2000. Up to four places, exactly and never rounded;
 * undefined for anything else, and above `mostPercent`.
 */
export const partsPerMillion = (text: string, mostPercent = 50): number | undefined => {
  const [, whole, fraction = ''] =
    text
      .normalize('NFKC')
      .replace('%', '')
      .match(/^\s*([0-9]{1,3})(?:[.。]([0-9]{1,4}))?\s*$/) ?? []
  if (whole === undefined) return undefined
  const parts = Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'))
  return parts > mostPercent * 10_000 ? undefined : parts
}

/** The percentage of parts per million, as short as it goes: 2000 is `0.2`. */
export const percentOf = (parts: number): string => {
  const fraction = String(parts % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${Math.floor(parts / 10_000)}${fraction === '' ? '' : `.${fraction}`}`
}
