import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { shellWords } from '../dictionary/shell.ts'
import { restoreScrolling } from '../state/scroll.ts'
import { say } from '../state/settings.ts'

/** A screen: its heading, which takes the focus when one comes here unless a field below it took it, and what stands below it. */
export const Page = ({
  title,
  lead,
  back,
  aside,
  isNarrow,
  children,
}: {
  title: string
  lead?: ComponentChildren
  /** The way to the screen that this one is a part of. */
  back?: ComponentChildren
  aside?: ComponentChildren
  isNarrow?: boolean
  children: ComponentChildren
}) => {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${say(shellWords.name)}`
  }, [title])
  useEffect(() => {
    const isTaken = heading.current?.closest('main')?.contains(document.activeElement)
    if (!isTaken) heading.current?.focus({ preventScroll: true })
    return restoreScrolling()
  }, [])
  return (
    <main id="content" tabIndex={-1} data-narrow={isNarrow}>
      <div class="page-head">
        <div>
          {back}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        {aside}
      </div>
      {children}
    </main>
  )
}

/** A part of a screen with a heading of its own. */
export const Section = ({
  title,
  aside,
  children,
  label,
}: {
  title: string
  aside?: ComponentChildren
  children: ComponentChildren
  label?: string
}) => (
  <section class="card" aria-label={label ?? title}>
    <div class="card-head">
      <h2>{title}</h2>
      {aside}
    </div>
    {children}
  </section>
)
