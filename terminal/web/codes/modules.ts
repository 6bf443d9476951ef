/** A picture of dark modules on a light ground, in units of one module, its quiet zone included. */
export interface ModulePicture {
  width: number
  height: number
  /** The dark modules as the data of one SVG path. */
  path: string
}

interface Run {
  from: number
  length: number
}

const runsOf = (row: readonly boolean[]): Run[] => {
  const runs: Run[] = []
  row.forEach((isDark, place) => {
    const last = runs.at(-1)
    if (!isDark) return
    if (last !== undefined && last.from + last.length === place) last.length += 1
    else runs.push({ from: place, length: 1 })
  })
  return runs
}

/**
 * Draws rows of modules as one path, neighbours of a row joined, so that no hairline of the screen shows between them.
 * `quiet` is the light margin around them, `quietRows` the one above and below where that differs, and `rowHeight` how tall a
 * row is, all in modules.
 */
export const drawModules = (
  rows: readonly (readonly boolean[])[],
  { quiet, quietRows = quiet, rowHeight = 1 }: { quiet: number; quietRows?: number; rowHeight?: number },
): ModulePicture => {
  const path = rows.map((row, line) =>
    runsOf(row)
      .map(({ from, length }) => `M${from + quiet} ${line * rowHeight + quietRows}h${length}v${rowHeight}h-${length}z`)
      .join(''),
  )
  return {
    width: (rows[0]?.length ?? 0) + 2 * quiet,
    height: rows.length * rowHeight + 2 * quietRows,
    path: path.join(''),
  }
}
