import { signal } from '@preact/signals'
import type { StatementEntry } from '../../sdk/lists.ts'

/** The line of the statement whose receipt the history opens with: one that a notice led to. */
export const openedEntry = signal<StatementEntry | undefined>(undefined)
