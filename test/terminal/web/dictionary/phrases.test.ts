import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Phrase } from '../../../../terminal/web/dictionary/phrase.ts'

const folder = join(import.meta.dirname, '../../../../terminal/web')

const isPhrase = (value: unknown): value is Phrase<unknown> =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value

/** Every phrase that a module of words holds, with its name. */
const phrasesIn = (value: unknown, name: string): [string, Phrase<unknown>][] => {
  if (isPhrase(value)) return [[name, value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => phrasesIn(inner, `${name}.${key}`))
}

// Names of languages are said in themselves.
const isSelfNamed = (name: string): boolean => /\.(chinese|english|languageSwitchLabel)$/.test(name)

const sizeOf = (value: unknown): string => (typeof value === 'function' ? `function of ${value.length}` : typeof value)

describe('the dictionary', () => {
  const all: [string, Phrase<unknown>][] = []
  before(async () => {
    const files = globSync(['dictionary/*.ts', '**/words.ts'], { cwd: folder, exclude: ['built*/**'] })
    for (const file of files) all.push(...phrasesIn(await import(join(folder, file)), file))
  })

  it('puts the same values into words in both languages', () => {
    expect(all.length).greaterThan(300)
    for (const [name, { zh, en }] of all) expect(sizeOf(zh), name).equal(sizeOf(en))
  })

  it('speaks Chinese in Chinese and English in English', () => {
    const texts = all.filter(([name, { zh }]) => typeof zh === 'string' && !isSelfNamed(name))
    for (const [name, { zh, en }] of texts) {
      expect(zh, name).match(/[\u4e00-\u9fff]/u)
      expect(en, name).match(/^[^\u4e00-\u9fff]+$/u)
    }
  })
})
