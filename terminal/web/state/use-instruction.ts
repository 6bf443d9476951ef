import { useRef, useState } from 'preact/hooks'
import type { Body, Kind } from '../../../chaincode/vocabulary.ts'
import type { KeptResult } from '../platform/database.ts'
import { type Fault, faultOf } from './fault.ts'
import { instruct } from './instructing.ts'

/** What a control needs to make one instruction at a time. */
export interface Instructing {
  /** Signs and sends, and answers what became of it; undefined when it was locked or of a wrong shape. */
  send<K extends Kind>(kind: K, body: Body<K>): Promise<KeptResult | undefined>
  isPending: boolean
  /** Set when somebody pressed again meanwhile: the pending state is then said aloud (row S0-032). */
  wasPressedAgain: boolean
  /** What was wrong before anything was sent. */
  fault: Fault | undefined
}

/**
 * Signs, sends and locks: while one is pending a second press sends nothing and says so (rows S0-027, S0-032). The outcome
 * comes through the notices by itself.
 */
export const useInstruction = (about: { voucher?: string } = {}): Instructing => {
  const isRunning = useRef(false)
  const [isPending, setPending] = useState(false)
  const [wasPressedAgain, setPressedAgain] = useState(false)
  const [fault, setFault] = useState<Fault | undefined>(undefined)
  const send = async <K extends Kind>(kind: K, body: Body<K>): Promise<KeptResult | undefined> => {
    if (isRunning.current) {
      setPressedAgain(true)
      return undefined
    }
    isRunning.current = true
    setPending(true)
    setFault(undefined)
    try {
      return await instruct(kind, body, about)
    } catch (error) {
      setFault(faultOf(error))
      return undefined
      /* c8 ignore next -- what was thrown is told, and nothing is thrown on */
    } finally {
      isRunning.current = false
      setPending(false)
      setPressedAgain(false)
    }
  }
  return { send, isPending, wasPressedAgain, fault }
}
