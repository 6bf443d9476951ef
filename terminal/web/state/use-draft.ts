import { useState } from 'preact/hooks'
import { forgetDraft, keepDraft, readDraft } from './drafts.ts'
import { session } from './session.ts'

/** What is typed into a form, kept over going back and loading anew. */
export interface Draft<T> {
  typed: T
  set: (change: Partial<T>) => void
  /** Puts these fields back to what they begin with, all of them where none is named, and forgets what was kept. */
  clear: (...fields: (keyof T)[]) => void
  /** Forgets what was kept, and leaves the fields as they are. */
  forget: () => void
}

const shelf = (): Storage => sessionStorage

/**
 * The texts of a form, kept in this tab under the account and the form's name until `clear`; without a name they live as long
 * as the form, as those must that hold a secret.
 */
export const useDraft = <T extends { readonly [F in keyof T]: string }>(
  form: string | undefined,
  start: T,
): Draft<T> => {
  const name = form === undefined ? undefined : `${session.value?.account ?? ''} ${form}`
  const [initial] = useState(start)
  const [typed, setTyped] = useState(() => (name === undefined ? start : readDraft(shelf(), name, start)))
  const set = (change: Partial<T>) =>
    setTyped((before) => {
      const after = { ...before, ...change }
      if (name !== undefined) keepDraft(shelf(), name, { typed: after, initial })
      return after
    })
  const forget = () => {
    if (name !== undefined) forgetDraft(shelf(), name)
  }
  const clear = (...fields: (keyof T)[]) => {
    forget()
    const names = fields.length === 0 ? (Object.keys(initial) as (keyof T)[]) : fields
    const cleared = Object.fromEntries(names.map((field) => [field, initial[field]])) as unknown as Partial<T>
    setTyped((before) => ({ ...before, ...cleared }))
  }
  return { typed, set, clear, forget }
}

/** Which of its ways a form goes, kept like what is typed into it, so that an amount never comes back under another way. */
export const useWay = <W extends string>(form: string, first: W): readonly [way: W, setWay: (way: W) => void] => {
  const { typed, set } = useDraft<{ way: W }>(`way ${form}`, { way: first })
  return [typed.way, (way) => set({ way })]
}
