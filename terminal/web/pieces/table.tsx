import type { ComponentChildren } from 'preact'

/** The heading of a column: of words, or of figures, which stand one below the other. */
export type Column = string | { figure: string }

/** Rows under the headings of their columns. */
export const Table = ({ columns, children }: { columns: readonly Column[]; children: ComponentChildren }) => (
  <table>
    <thead>
      <tr>
        {columns.map((column) => {
          const [heading, isFigure] = typeof column === 'string' ? [column, undefined] : [column.figure, true]
          return (
            <th key={heading} scope="col" data-figure={isFigure}>
              {heading}
            </th>
          )
        })}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
)

/** A table that may be wider than the screen: it scrolls by itself, by keyboard too. */
export const ScrollingTable = ({
  label,
  ...table
}: {
  label: string
  columns: readonly Column[]
  children: ComponentChildren
}) => (
  // It is a part of a section that has the same name, so no landmark of its own.
  // biome-ignore lint/a11y/useSemanticElements: a group of no form
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <div class="table-scroll" role="group" tabIndex={0} aria-label={label}>
    <Table {...table} />
  </div>
)
