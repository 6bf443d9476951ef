/** Does the work for each, so many at a time; the results stand in the order of what was given. The first failure ends all. */
export const inTurn = async <Given, Done>(
  all: readonly Given[],
  workers: number,
  work: (one: Given, index: number) => Promise<Done>,
): Promise<Done[]> => {
  const done: Done[] = []
  const waiting = all.entries()
  const workThrough = async () => {
    for (const [index, one] of waiting) done[index] = await work(one, index)
  }
  await Promise.all(Array.from({ length: workers }, workThrough))
  return done
}
