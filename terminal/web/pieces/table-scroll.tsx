import type { ComponentChildren } from 'preact'

/** A table that may be wider than the screen: it scrolls by itself, by keyboard too. */
export const TableScroll = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section class="table-scroll" tabIndex={0} aria-label={label}>
    {children}
  </section>
)
