import { useEffect, useRef, useState } from 'preact/hooks'
import type { LedgerPage } from '../../../sdk/ledger-blocks.ts'
import type { Fault } from '../../state/fault.ts'
import { useWork } from '../../state/use-work.ts'

/** What was read of a list so far, page behind page. */
export interface Pages<T> {
  items: readonly T[]
  height: string | undefined
  /** The block to which a search came; undefined before it was answered. */
  searchedTo: string | undefined
  isRead: boolean
  hasMore: boolean
  isPending: boolean
  fault: Fault | undefined
  readMore: () => void
  reload: () => void
}

interface Told<T> {
  key: string
  items: readonly T[]
  page?: LedgerPage<T>
}

/**
 * Reads a list when it is asked for, and more of it by a press, and never by itself: what an auditor looks at stays as it is, with the
 * height at which it held. `key` names what is asked; another one begins anew.
 */
export const usePages = <T>(key: string, read: (after: string | undefined) => Promise<LedgerPage<T>>): Pages<T> => {
  const [told, setTold] = useState<Told<T>>({ key, items: [] })
  const current = told.key === key ? told : { key, items: [] }
  const newest = useRef(key)
  newest.current = key
  const { run, isPending, fault } = useWork()
  const readPage = async (before: Told<T>): Promise<void> => {
    const page = await read(before.page?.next)
    // Who asked for something else meanwhile is answered by that.
    if (newest.current === before.key) setTold({ key, items: [...before.items, ...page.items], page })
  }
  const begin = () => void run(() => readPage({ key, items: [] }))
  const asked = useRef<string | undefined>(undefined)
  // One thing is read at a time, so what was asked for meanwhile is read once the other has ended.
  useEffect(() => {
    if (isPending || asked.current === key) return
    asked.current = key
    begin()
  }, [key, isPending])
  return {
    items: current.items,
    height: current.page?.height,
    searchedTo: current.page?.searchedTo,
    isRead: current.page !== undefined,
    hasMore: current.page?.next !== undefined,
    isPending,
    fault,
    readMore: () => void run(() => readPage(current)),
    reload: begin,
  }
}
