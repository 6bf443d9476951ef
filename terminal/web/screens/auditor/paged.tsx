import type { ComponentChildren } from 'preact'
import { shellWords } from '../../dictionary/shell.ts'
import { Button } from '../../pieces/button.tsx'
import { EmptyState, FailedState, FaultAlert, Skeleton } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import type { Pages } from './use-pages.ts'
import { auditorWords } from './words.ts'

/** A list page behind page: its lines, that there are none, how far a search came, and the way on. */
export const Paged = <T,>({
  of,
  empty,
  isSearch = false,
  show,
}: {
  of: Pages<T>
  empty: string
  isSearch?: boolean
  show: (item: T) => ComponentChildren
}) => {
  if (!of.isRead) return of.fault ? <FailedState fault={of.fault} onRetry={of.reload} /> : <Skeleton lines={8} />
  return (
    <>
      {of.items.length === 0 && !of.hasMore && <EmptyState icon="search" title={empty} />}
      <ul class="rows">{of.items.map(show)}</ul>
      {of.fault && <FaultAlert fault={of.fault} />}
      {of.hasMore && (
        <div class="button-row">
          <Button isPending={of.isPending} onClick={of.readMore}>
            {say(isSearch ? auditorWords.searchOn : shellWords.more)}
          </Button>
          {isSearch && of.searchedTo !== undefined && (
            <span class="note" role="status">
              {say(auditorWords.searchedTo)(of.searchedTo)}
            </span>
          )}
        </div>
      )}
    </>
  )
}
