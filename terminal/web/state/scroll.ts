const restMilliseconds = 150
const patienceMilliseconds = 3_000

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

const hands = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/**
 * Brings a page that one came back to, or loaded anew, to where it was, and holds it there while what it reads comes in around
 * that place, unless somebody takes it in hand first. A page that is new stands at its top. Answers how to give up.
 */
export const restoreScrolling = (): (() => void) => {
  const height = keptHeight()
  const go = () => window.scrollTo({ top: height, behavior: 'instant' })
  go()
  if (height === 0) return () => undefined
  isRestoring = true
  const stop = () => {
    isRestoring = false
    watcher.disconnect()
    clearTimeout(timer)
    window.removeEventListener('scroll', hold)
    for (const name of hands) window.removeEventListener(name, stop)
  }
  // The browser itself moves a page on when something grows above what is in sight.
  const hold = () => {
    if (Math.abs(window.scrollY - height) > 1) go()
  }
  const watcher = new ResizeObserver(hold)
  const timer = setTimeout(stop, patienceMilliseconds)
  watcher.observe(document.body)
  window.addEventListener('scroll', hold, { passive: true })
  for (const name of hands) window.addEventListener(name, stop, { passive: true })
  return stop
}
