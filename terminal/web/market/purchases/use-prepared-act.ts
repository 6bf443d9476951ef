import { useRef } from 'preact/hooks'
import type { KeptResult } from '../../platform/database.ts'
import type { Fault } from '../../state/fault.ts'
import { type Act, type Asked, useAct } from '../../state/use-act.ts'
import { useWork } from '../../state/use-work.ts'

/**
 * A form whose instruction names something that is made and laid down first, such as the digest of a text. `prepare` makes it once what was
 * typed is right; what it throws is the `fault`, and nothing is sent then.
 */
export const usePreparedAct = <T = string>({
  check,
  prepare,
  asked,
  onTaken,
}: {
  check: () => boolean
  prepare: () => Promise<T | undefined>
  asked: (prepared: T) => Asked | undefined
  onTaken?: (kept: KeptResult) => void
}): { act: Act; fault: Fault | undefined } => {
  const prepared = useRef<T | undefined>(undefined)
  const work = useWork()
  const act = useAct({
    check,
    asked: () => (prepared.current === undefined ? undefined : asked(prepared.current)),
    ...(onTaken === undefined ? {} : { onTaken }),
  })
  const submit = (): boolean => {
    if (!check()) return false
    void work.run(async () => {
      prepared.current = await prepare()
      act.submit()
    })
    return true
  }
  return { act: { ...act, submit }, fault: work.fault }
}
