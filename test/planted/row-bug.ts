import type { Bug } from '../market/planted/bugs.ts'

/** A bug behind one acceptance row, which the row's own tests must find. */
export interface RowBug extends Omit<Bug, 'name'> {
  row: string
}
