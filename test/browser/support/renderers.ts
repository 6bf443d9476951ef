import { readFileSync } from 'node:fs'
import { theBrowser } from './browser.ts'

const residentBytes = (pid: number): number => {
  try {
    return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // It has ended meanwhile.
    return 0
  }
}

/** The memory of each process that draws pages, by its number, as the system counts it. */
const renderers = async (): Promise<Map<number, number>> => {
  const tools = await (await theBrowser()).newBrowserCDPSession()
  const { processInfo } = await tools.send('SystemInfo.getProcessInfo')
  await tools.detach()
  const drawing = processInfo.filter(({ type }) => type === 'renderer')
  return new Map(drawing.map(({ id }) => [id, residentBytes(id)]))
}

/** The most by which the memory of any page's process grew while something was done, in bytes; looked at often, between other things. */
export const grownWhile = async (work: Promise<unknown>): Promise<number> => {
  const before = await renderers()
  let [grown, isOver] = [0, false]
  const end = () => {
    isOver = true
  }
  work.then(end, end)
  while (!isOver) {
    for (const [pid, bytes] of await renderers()) grown = Math.max(grown, bytes - (before.get(pid) ?? bytes))
    await new Promise((resume) => setTimeout(resume, 50))
  }
  await work
  return grown
}
