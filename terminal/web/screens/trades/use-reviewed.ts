import { useState } from 'preact/hooks'
import type { Act, Review } from '../../state/use-act.ts'
import { useWork } from '../../state/use-work.ts'

/**
 * Reviews what a form asks for and carries it out once it is confirmed, where more than an instruction is to be done: what is said in confidence
 * is made at the last moment, and goes beside what is signed.
 */
export const useReviewed = <T extends { review: Review }>({
  check,
  asked,
  carryOut,
}: {
  check: () => boolean
  asked: () => T | undefined
  carryOut: (agreed: T) => Promise<void>
}): Act => {
  const work = useWork()
  const [agreed, setAgreed] = useState<T | undefined>(undefined)
  const back = () => setAgreed(undefined)
  const submit = (): boolean => {
    const wanted = check() ? asked() : undefined
    setAgreed(() => wanted)
    return wanted !== undefined
  }
  const confirm = () => {
    if (agreed !== undefined) void work.run(() => carryOut(agreed).finally(back))
  }
  const { isPending, fault } = work
  return {
    // What is sent goes by `confirm` alone, since no other kind has a text beside it that must be kept.
    instructing: { send: async () => undefined, isPending, wasPressedAgain: false, fault },
    ...{ submit, review: agreed?.review, hindrance: undefined, confirm, takeNewPrice: back, back },
  }
}
