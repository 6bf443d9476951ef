import type { Device } from './browser.ts'

/**
 * The most by which what a page holds grew while something was done, in bytes: its objects and the bytes behind them, right after what it
 * let go of was collected, looked at again and again between other things.
 */
export const heldWhile = async ({ context, page }: Device, work: () => Promise<unknown>): Promise<number> => {
  const tools = await context.newCDPSession(page)
  const held = async (): Promise<number> => {
    await tools.send('HeapProfiler.collectGarbage')
    const { usedSize, backingStorageSize } = await tools.send('Runtime.getHeapUsage')
    return usedSize + backingStorageSize
  }
  const before = await held()
  let [most, isOver] = [before, false]
  const end = () => {
    isOver = true
  }
  const done = work()
  done.then(end, end)
  while (!isOver) most = Math.max(most, await held())
  await done
  await tools.detach()
  return most - before
}
