import { useRef, useState } from 'preact/hooks'
import { type Fault, faultOf } from './fault.ts'

/** One piece of work at a time: a second call while it runs does nothing, and what it throws becomes a fault. */
export const useWork = () => {
  const isRunning = useRef(false)
  const [isPending, setPending] = useState(false)
  const [fault, setFault] = useState<Fault | undefined>(undefined)
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (isRunning.current) return
    isRunning.current = true
    setPending(true)
    setFault(undefined)
    try {
      await work()
    } catch (error) {
      setFault(faultOf(error))
    } finally {
      isRunning.current = false
      setPending(false)
    }
  }
  return { run, isPending, fault, clear: () => setFault(undefined) }
}
