import { useRef, useState } from 'preact/hooks'
import { makeCard } from '../../../sdk/device-signer.ts'
import type { Result } from '../../../sdk/result.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import type { KeptResult } from '../../platform/database.ts'
import { makeDeviceKey, signerOf } from '../../platform/device-key.ts'
import { type Fault, faultOf } from '../../state/fault.ts'
import { instruct } from '../../state/instructing.ts'
import { type Opening, Registration, type RegistrationPort } from './registration.ts'

/** An instruction that was not accepted, as a fault that can be shown. */
class NotAccepted extends Error {
  readonly fault: Fault

  constructor({ fault, result }: KeptResult) {
    super('not accepted')
    const known = result as Result | undefined
    const refused = known !== undefined && 'code' in known ? { code: known.code, values: known.values } : undefined
    this.fault = fault ?? refused ?? { code: 'outcome_unknown', values: {} }
  }
}

const portOf = (terminal: Terminal, placeholder: string): RegistrationPort => ({
  instruct: async (kind, body) => {
    const kept = await instruct(kind, body)
    if ((kept.result as Result | undefined)?.status !== 'accepted') throw new NotAccepted(kept)
  },
  setCredentials: (participant, credentials) => terminal.setCredentials(participant, credentials),
  makeCard: async (participant) => {
    const { participant: _participant, ...card } = await makeCard(
      participant,
      placeholder,
      signerOf(await makeDeviceKey(participant)),
    )
    return card
  },
})

/** A registration under way: which steps are done, and what the next one failed with. */
export const useRegistration = (terminal: Terminal, placeholder: string) => {
  const current = useRef<Registration | undefined>(undefined)
  const [opening, setOpening] = useState<Opening | undefined>(undefined)
  const [done, setDone] = useState(0)
  const [isRunning, setRunning] = useState(false)
  const [fault, setFault] = useState<Fault | undefined>(undefined)
  const goOn = async (): Promise<void> => {
    if (current.current === undefined || isRunning) return
    setRunning(true)
    setFault(undefined)
    await current.current.run(setDone).catch((error: unknown) => {
      setFault(error instanceof NotAccepted ? error.fault : faultOf(error))
    })
    setRunning(false)
  }
  const begin = (wanted: Opening) => {
    current.current = new Registration(wanted, portOf(terminal, placeholder))
    setOpening(wanted)
    setDone(0)
    void goOn()
  }
  const forget = () => {
    current.current = undefined
    setOpening(undefined)
    setFault(undefined)
  }
  return { opening, done, isRunning, fault, begin, goOn, forget }
}
