import type { Phrase } from '../../dictionary/phrase.ts'

type Named = readonly (readonly [RegExp, Phrase])[]

const same = (name: string): Phrase => ({ zh: name, en: name })

const browsers: Named = [
  [/MicroMessenger/, { zh: '微信', en: 'WeChat' }],
  [/Edg(A|iOS)?\//, same('Edge')],
  [/OPR\//, same('Opera')],
  [/Firefox\/|FxiOS\//, same('Firefox')],
  [/Chrome\/|CriOS\//, same('Chrome')],
  [/Safari\//, same('Safari')],
]
const machines: Named = [
  [/iPad/, same('iPad')],
  [/iPhone/, same('iPhone')],
  [/Android.*Mobile/, { zh: '安卓手机', en: 'Android phone' }],
  [/Android/, { zh: '安卓平板', en: 'Android tablet' }],
  [/Windows/, same('Windows')],
  [/Macintosh/, same('Mac')],
  [/CrOS/, same('Chromebook')],
  [/Linux/, same('Linux')],
]

const firstOf = (names: Named, userAgent: string, otherwise: Phrase): Phrase =>
  names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherwise

/**
 * A name to begin with, of what the browser says of itself and the day: `Android phone · Chrome · 27 Nov`, so that two of the same make
 * are told apart.
 */
export const suggestDeviceName = (
  userAgent: string,
  { language, now }: { language: 'zh' | 'en'; now: number },
): string => {
  const machine = firstOf(machines, userAgent, { zh: '设备', en: 'Device' })[language]
  const browser = firstOf(browsers, userAgent, { zh: '浏览器', en: 'browser' })[language]
  const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { month: 'short', day: 'numeric' })
  return `${machine} · ${browser} · ${day.format(now)}`
}
