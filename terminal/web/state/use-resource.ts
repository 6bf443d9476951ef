import { useEffect, useRef, useState } from 'preact/hooks'
import { changes } from './live.ts'
import { type Fault, faultOf } from './reason.ts'
import { leaveIfRevoked } from './session.ts'

/** What was read, or that it is being read, or why it could not be. An older value stays while it is read again. */
export interface Resource<T> {
  value: T | undefined
  fault: Fault | undefined
  isLoading: boolean
  reload: () => void
}

const calmMilliseconds = 250

/**
 * Reads something, and reads it again whenever the ledger changed or `key` did. Many changes at once are one reading. An
 * answer that comes after a newer question is dropped.
 */
export const useResource = <T>(key: string, load: () => Promise<T>): Resource<T> => {
  const [state, setState] = useState<{ key: string; value?: T; fault?: Fault }>({ key })
  const [asked, setAsked] = useState(0)
  const newest = useRef(0)
  const change = changes.value
  useEffect(() => {
    newest.current += 1
    const question = newest.current
    const isFirst = state.key !== key || state.value === undefined
    const answer = (next: { value?: T; fault?: Fault }) => {
      if (question !== newest.current) return
      setState(
        (before) =>
          ({ key, ...(before.key === key ? { value: before.value } : {}), fault: undefined, ...next }) as typeof state,
      )
    }
    const fail = (error: unknown) => {
      const fault = faultOf(error)
      leaveIfRevoked(fault.code)
      answer({ fault })
    }
    const timer = setTimeout(() => load().then((value) => answer({ value }), fail), isFirst ? 0 : calmMilliseconds)
    return () => clearTimeout(timer)
  }, [key, change, asked])
  const isCurrent = state.key === key
  return {
    value: isCurrent ? state.value : undefined,
    fault: isCurrent ? state.fault : undefined,
    isLoading: !isCurrent || (state.value === undefined && state.fault === undefined),
    reload: () => setAsked((count) => count + 1),
  }
}
