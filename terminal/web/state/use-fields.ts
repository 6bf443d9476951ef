import { useState } from 'preact/hooks'
import type { z } from 'zod'
import type { Phrase } from '../dictionary/phrase.ts'
import { say } from './settings.ts'
import { useDraft } from './use-draft.ts'

/** What a field must be, and what is said when it is not. */
export interface FieldRule {
  shape: z.ZodType
  /** The same words for whatever is wrong, or those for what was typed. */
  words: Phrase | ((typed: string) => Phrase)
}

/** The fields of a form as they are typed, and which of them are wrong once somebody tried to send them. */
export interface Fields<N extends string> {
  values: { readonly [F in N]: string }
  set: (change: { readonly [F in N]?: string }) => void
  /** What a text field needs. */
  bind: (name: N) => { value: string; onValue: (value: string) => void; wrong: string | undefined }
  /** Marks what is wrong, and tells whether nothing is. */
  check: () => boolean
  /** Empties these fields, all where none is named, and marks nothing any more. */
  reset: (...fields: N[]) => void
  /** Keeps no longer what is typed, and leaves it on the screen. */
  forget: () => void
}

type Texts<N extends string> = { readonly [F in N]: string }
type Rules<N extends string> = { readonly [F in N]?: FieldRule }

const trimmed = <N extends string>(typed: Texts<N>): Texts<N> =>
  Object.fromEntries(Object.entries<string>(typed).map(([name, value]) => [name, value.trim()])) as Texts<N>

/**
 * A form of texts, each held to the ledger's own shape for it: nothing is marked before the first try, and everything at each
 * key after it. With a name, what is typed is kept until `reset`; a form with a secret has none.
 */
export const useFields = <N extends string>(
  initial: Texts<N>,
  rules: Rules<N> | ((values: Texts<N>) => Rules<N>),
  form?: string,
): Fields<N> => {
  const draft = useDraft<Texts<N>>(form, initial)
  const { typed } = draft
  const [isChecked, setChecked] = useState(false)
  const values = trimmed(typed)
  const held = typeof rules === 'function' ? rules(values) : rules
  const wrongOf = (name: N): Phrase | undefined => {
    const rule = held[name]
    if (rule === undefined || rule.shape.safeParse(values[name]).success) return undefined
    return typeof rule.words === 'function' ? rule.words(values[name]) : rule.words
  }
  const set = (change: { readonly [F in N]?: string }) => draft.set(change as Partial<Texts<N>>)
  return {
    values,
    set,
    bind: (name) => {
      const wrong = isChecked ? wrongOf(name) : undefined
      const onValue = (value: string) => set({ [name]: value } as { [F in N]?: string })
      return { value: typed[name], onValue, wrong: wrong === undefined ? undefined : say(wrong) }
    },
    check: () => {
      setChecked(true)
      return (Object.keys(values) as N[]).every((name) => wrongOf(name) === undefined)
    },
    forget: draft.forget,
    reset: (...fields) => {
      draft.clear(...fields)
      setChecked(false)
    },
  }
}
