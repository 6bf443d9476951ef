import { useState } from 'preact/hooks'
import type { Terminal } from '../../../sdk/terminal.ts'
import { openChain, type WantedTrade } from '../../../sdk/trade-chain/open-chain.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import type { Act, Review } from '../../state/use-act.ts'
import { useWork } from '../../state/use-work.ts'

const validForSeconds = 600

/** What a form asks for: the trade, and what is looked at once more before it is signed. */
export interface AskedTrade {
  trade: WantedTrade
  review: Review
}

/**
 * Reviews, signs and sends a trade: what is said in confidence is made at the last moment, kept until the bank has it, and goes beside what is
 * signed (decision 0049). `onTaken` hears of the chain that the bank has, or may still come to have.
 */
export const useOpening = (
  terminal: Terminal,
  {
    check,
    asked,
    onTaken,
  }: { check: () => boolean; asked: () => AskedTrade | undefined; onTaken: (chain: string) => void },
): Act => {
  const work = useWork()
  const [agreed, setAgreed] = useState<AskedTrade | undefined>(undefined)
  const back = () => setAgreed(undefined)
  const submit = (): boolean => {
    const wanted = check() ? asked() : undefined
    setAgreed(wanted)
    return wanted !== undefined
  }
  const open = async ({ trade }: AskedTrade): Promise<void> => {
    const { id, status } = await openChain(recordedTerminal(terminal), trade, { validForSeconds }).finally(back)
    if (status === 'accepted' || status === 'pending') onTaken(id)
  }
  const confirm = () => {
    if (agreed !== undefined) void work.run(() => open(agreed))
  }
  const { isPending, fault } = work
  return {
    // What is sent goes by `confirm` alone, since no other kind has a text beside it that must be kept.
    instructing: { send: async () => undefined, isPending, wasPressedAgain: false, fault },
    ...{ submit, review: agreed?.review, hindrance: undefined, confirm, takeNewPrice: back, back },
  }
}
