export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** One thing to say, in every language; a language left out is a compile error. */
export type Phrase<T = string> = { readonly [L in Language]: T }

/** The phrases of a part of the terminal: words, or a function that puts values into words. */
export type Phrases = { readonly [name: string]: Phrase<string> | Phrase<(...values: never[]) => string> }
