import type { Terminal } from '../../../sdk/terminal.ts'
import { openChain, type WantedTrade } from '../../../sdk/trade-chain/open-chain.ts'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import type { Act, Review } from '../../state/use-act.ts'
import { useReviewed } from './use-reviewed.ts'

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
): Act =>
  useReviewed({
    ...{ check, asked },
    carryOut: async ({ trade }) => {
      const { id, status } = await openChain(recordedTerminal(terminal), trade, { validForSeconds })
      if (status === 'accepted' || status === 'pending') onTaken(id)
    },
  })
