import { computed, effect, signal } from '@preact/signals'
import { z } from 'zod'
import { languages, type Phrase } from '../dictionary/phrase.ts'

const settingsShape = z.object({
  language: z.enum(languages).optional().catch(undefined),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** Where results appear (rows S0-029, S0-030). */
  notices: z.enum(['area', 'dialog']).catch('area'),
  isAreaShown: z.boolean().catch(true),
  /** Whether payments can be heard and felt. */
  hasSound: z.boolean().catch(true),
})
export type Settings = z.infer<typeof settingsShape>

const name = 'assay-settings'

const read = (): Settings => {
  const defaults = settingsShape.parse({})
  try {
    return settingsShape.parse(JSON.parse(localStorage.getItem(name) ?? '{}'))
  } catch {
    return defaults
  }
}

/** How this browser shows things; no secret, so it lies where every tab sees it at once. */
export const settings = signal<Settings>(read())

/** Changes some of the settings, and keeps them. */
export const changeSettings = (change: Partial<Settings>): void => {
  settings.value = { ...settings.value, ...change }
  try {
    localStorage.setItem(name, JSON.stringify(settings.value))
  } catch {
    // A browser that keeps nothing still shows the change until it is closed.
  }
}

const browserLanguage = (): 'zh' | 'en' =>
  navigator.languages.find((tag) => /^(zh|en)\b/.test(tag))?.startsWith('en') ? 'en' : 'zh'

/** The language that is spoken: the one chosen, else the browser's. */
export const language = computed(() => settings.value.language ?? browserLanguage())

/** The language as formats and screen readers name it. */
export const locale = computed(() => (language.value === 'zh' ? 'zh-CN' : 'en-GB'))

/** The phrase in the language that is spoken now. */
export const say = <T>(phrase: Phrase<T>): T => phrase[language.value]

/** Keeps the page's own attributes as the settings are; other tabs follow. Answers how to stop. */
export const applySettings = (): (() => void) => {
  const release = effect(() => {
    document.documentElement.lang = locale.value
    document.documentElement.dataset['theme'] = settings.value.theme
  })
  const follow = (event: StorageEvent): void => {
    if (event.key === name) settings.value = read()
  }
  window.addEventListener('storage', follow)
  return () => {
    release()
    window.removeEventListener('storage', follow)
  }
}
