import type { z } from 'zod'
import { code, markdownTable } from './markdown.ts'
import { limitsOf, membersIn } from './named-shapes.ts'
import { typeOf } from './shapes.ts'

/** A row for each member of a shape; the first one begins with what has it. */
const memberRows = (owner: string, shape: z.ZodType): string[][] => {
  const rows = membersIn(shape).map(({ name, schema, isRequired }) => [
    ...[code(name), typeOf(schema), limitsOf(schema), isRequired ? '' : 'optional'],
  ])
  return (rows.length === 0 ? [['nothing', '', '', '']] : rows).map((row, at) => [at === 0 ? owner : '', ...row])
}

const memberHeadings = ['Member', 'Shape', 'Bounds', '']

/** A table of the members of several shapes, each under its owner; `of` says what the owners are. */
export const memberTable = (of: string, shapes: readonly (readonly [owner: string, shape: z.ZodType])[]): string =>
  markdownTable(
    [of, ...memberHeadings],
    shapes.flatMap(([owner, shape]) => memberRows(owner, shape)),
  )
