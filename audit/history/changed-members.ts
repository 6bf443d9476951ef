/** A member in which two values differ, by its path, and what it holds in each; undefined where one has none. */
export interface ChangedMember {
  path: string
  before: unknown
  after: unknown
}

const isObject = (value: unknown): value is { [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Rows are a few levels deep; what a forged one holds below is compared as a whole.
const depthAtMost = 8

/** The innermost members in which two values differ, in the order of their names; the whole, with an empty path, where they are no objects. */
export const changedMembers = (before: unknown, after: unknown, path: readonly string[] = []): ChangedMember[] => {
  if (path.length < depthAtMost && isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return names.flatMap((name) => changedMembers(before[name], after[name], [...path, name]))
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: path.join('.'), before, after }]
}
