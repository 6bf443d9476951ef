import { useEffect, useRef, useState } from 'preact/hooks'
import { type Fault, faultOf } from './fault.ts'
import { changes } from './live.ts'
import { findReading, keepReading } from './readings.ts'
import { leaveIfRevoked, ownTerminal } from './session.ts'

/** What was read, or that it is being read, or why it could not be. An older value stays while it is read again. */
export interface Resource<T> {
  value: T | undefined
  /** When the value was read, in milliseconds since 1970. */
  readAt: number | undefined
  fault: Fault | undefined
  isLoading: boolean
  reload: () => void
}

const calmMilliseconds = 250

interface Told<T> {
  key: string
  value?: T | undefined
  readAt?: number | undefined
  fault?: Fault | undefined
}

/** What was last read before the gateway was out of reach; nothing where this browser keeps nothing. */
const recall = async <T>(key: string): Promise<Pick<Told<T>, 'value' | 'readAt'>> => {
  const kept = await findReading<T>(key).catch(() => undefined)
  return kept === undefined ? {} : { value: kept.value, readAt: kept.at }
}

/** Reads what is newest when it begins, and tells it unless something newer was told, or asked for, meanwhile. */
const useReading = <T>(
  key: string,
  { load, isKept }: { load: () => Promise<T>; isKept: boolean },
  tell: (told: Told<T>) => void,
) => {
  const newest = useRef({ key, load })
  newest.current = { key, load }
  const counts = useRef({ asked: 0, told: 0 })
  return async (): Promise<void> => {
    const { key: wanted, load: read } = newest.current
    counts.current.asked += 1
    const question = counts.current.asked
    const terminal = ownTerminal.peek()
    const answer = (told: Omit<Told<T>, 'key'>) => {
      if (question < counts.current.told || newest.current.key !== wanted) return
      counts.current.told = question
      tell({ key: wanted, ...told })
    }
    try {
      const value = await read()
      answer({ value, readAt: Date.now() })
      if (isKept) keepReading(wanted, value).catch((error: unknown) => console.warn(error))
    } catch (error) {
      const fault = faultOf(error)
      leaveIfRevoked(fault.code, terminal)
      answer({ fault, ...(isKept && fault.code === 'outage' ? await recall<T>(wanted) : {}) })
    }
  }
}

/**
 * Reads something, and reads it again whenever the ledger changed or `key` did. Many changes within a moment are one reading,
 * and a ledger that never rests does not keep it from being read. What is `isKept` is kept in this browser, and stands in when
 * the gateway cannot be reached, with the time at which it was read.
 */
export const useResource = <T>(
  key: string,
  load: () => Promise<T>,
  { isKept = false }: { isKept?: boolean } = {},
): Resource<T> => {
  const [state, setState] = useState<Told<T>>({ key })
  const [asked, setAsked] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  // What was read before stays in sight while it is read again, and when that fails.
  const tell = (told: Told<T>) =>
    setState((before) => (before.key === told.key ? { value: before.value, readAt: before.readAt, ...told } : told))
  const read = useReading(key, { load, isKept }, tell)
  const isCurrent = state.key === key
  const change = changes.value
  useEffect(() => {
    if (timer.current !== undefined) return
    const begin = () => {
      timer.current = undefined
      void read()
    }
    timer.current = setTimeout(begin, isCurrent && state.value !== undefined ? calmMilliseconds : 0)
  }, [key, change, asked])
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    value: isCurrent ? state.value : undefined,
    readAt: isCurrent ? state.readAt : undefined,
    fault: isCurrent ? state.fault : undefined,
    isLoading: !isCurrent || (state.value === undefined && state.fault === undefined),
    reload: () => setAsked((count) => count + 1),
  }
}
