import { say } from '../../state/settings.ts'
import { ProposeButton } from './approvals.tsx'
import { creditWords } from './words.ts'

/** Proposes how a conflict ends (S2-042): by the answer as it stands, or not at all. */
export const Reconcile = ({ chain }: { chain: string }) => (
  <div class="button-row">
    <ProposeButton
      action={say(creditWords.settle)}
      title={say(creditWords.settleTitle)}
      text={say(creditWords.settleText)}
      act={{ kind: 'chain.reconcile', body: { chain, verdict: 'settle' } }}
    />
    <ProposeButton
      action={say(creditWords.giveUp)}
      title={say(creditWords.giveUpTitle)}
      text={say(creditWords.giveUpText)}
      act={{ kind: 'chain.reconcile', body: { chain, verdict: 'void' } }}
    />
  </div>
)
