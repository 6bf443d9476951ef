const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, 'WeChat'],
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const machines: readonly (readonly [RegExp, string])[] = [
  [/iPad/, 'iPad'],
  [/iPhone/, 'iPhone'],
  [/Android.*Mobile/, 'Android phone'],
  [/Android/, 'Android tablet'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux'],
]

const firstOf = (names: typeof browsers, userAgent: string, otherwise: string): string =>
  names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherwise

/** A name to begin with, from what the browser says of itself: `Chrome, Android phone`. */
export const suggestDeviceName = (userAgent: string): string =>
  `${firstOf(browsers, userAgent, 'Browser')}, ${firstOf(machines, userAgent, 'device')}`
