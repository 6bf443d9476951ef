import { useMemo } from 'preact/hooks'
import './pay.css'
import '../../codes/codes.css'
import { type PaymentQuestion, promptRules } from '../../../sdk/payments.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { shellWords } from '../../dictionary/shell.ts'
import { RuleCard, type RuleSort } from '../../market/day-rules/rule-card.tsx'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page } from '../../pieces/page.tsx'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { CodeCard } from './code-card.tsx'
import { History } from './history.tsx'
import { payPortOf } from './pay-port.ts'
import type { PaySession } from './pay-session.ts'
import { QuestionSheet } from './question-sheet.tsx'
import { usePaySession } from './use-pay-session.ts'
import { payWords } from './words.ts'

/** What changes from second to second, so that the rest of the screen is not drawn again with it. */
const Code = ({ pay }: { pay: PaySession<PaymentQuestion> }) => (
  <CodeCard
    state={pay.code.value}
    now={pay.now.value}
    onRenew={() => void pay.renew()}
    onHide={() => void pay.hide()}
  />
)

const Asked = ({ pay }: { pay: PaySession<PaymentQuestion> }) => {
  const asked = pay.asked.value
  if (asked === undefined) return null
  return (
    <QuestionSheet
      key={asked.question.payment}
      asked={asked}
      now={pay.now.value}
      onAnswer={(answer) => void pay.answer(answer)}
      onSettle={() => void pay.settle()}
      onDone={() => void pay.goOn()}
    />
  )
}

/** The payer's own rule for small amounts (row S4-041). */
const smallAmounts: RuleSort = {
  name: 'prompt-rules',
  read: promptRules,
  fits: ({ functions }) => functions.includes('transfer'),
  asked: (body) => ({ kind: 'payment.set-prompt-rule', body }),
  words: { title: payWords.rule, off: payWords.ruleOff, meaning: payWords.ruleMeaning, on: payWords.ruleOn },
}

const PayFor = ({ terminal }: { terminal: Terminal }) => {
  const port = useMemo(() => payPortOf({ quiet: terminal, recorded: recordedTerminal(terminal) }), [terminal])
  const pay = usePaySession(port)
  return (
    <Page title={say(shellWords.pay)} lead={say(payWords.lead)}>
      <div class="pay-columns">
        <Code pay={pay} />
        <div class="stack">
          <RuleCard terminal={terminal} sort={smallAmounts} />
          <History terminal={terminal} />
          <OwnResults only={({ kind }) => kind === 'payment.set-prompt-rule'} />
        </div>
      </div>
      <Asked pay={pay} />
    </Page>
  )
}

/** Paying at a merchant's with a code on the screen (rows S4-013 to S4-041). */
export const PayScreen = () => {
  const current = session.value
  return current?.mode === 'authorised' ? <PayFor terminal={current.terminal} /> : null
}
