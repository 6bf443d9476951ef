const restMilliseconds = 150
const patienceMilliseconds = 5_000

let isRestoring = false

const keptHeight = (): number => {
  const kept: unknown = (history.state as { scrolledTo?: unknown } | null)?.scrolledTo
  return typeof kept === 'number' ? kept : 0
}

/** Notes with each place in the browser's history how far its page was scrolled. */
export const watchScrolling = (): void => {
  history.scrollRestoration = 'manual'
  let timer: ReturnType<typeof setTimeout> | undefined
  const note = (address: string) => {
    // What was scrolled before another page came is not that page's.
    if (location.href === address) history.replaceState({ ...history.state, scrolledTo: window.scrollY }, '')
  }
  const onScroll = () => {
    if (isRestoring) return
    clearTimeout(timer)
    timer = setTimeout(note, restMilliseconds, location.href)
  }
  window.addEventListener('scroll', onScroll, { passive: true })
}

const go = (height: number): boolean => {
  window.scrollTo({ top: height, behavior: 'instant' })
  return window.scrollY >= height - 1
}

const hands = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/**
 * Brings a page that one came back to, or loaded anew, to where it was: at once, or as soon as what it reads makes it long
 * enough, unless somebody scrolls first. A page that is new stands at its top. Answers how to give up.
 */
export const restoreScrolling = (): (() => void) => {
  const height = keptHeight()
  if (go(height)) return () => undefined
  isRestoring = true
  const stop = () => {
    isRestoring = false
    watcher.disconnect()
    clearTimeout(timer)
    for (const name of hands) window.removeEventListener(name, stop)
  }
  const watcher = new ResizeObserver(() => go(height) && stop())
  const timer = setTimeout(stop, patienceMilliseconds)
  watcher.observe(document.body)
  for (const name of hands) window.addEventListener(name, stop, { passive: true })
  return stop
}
