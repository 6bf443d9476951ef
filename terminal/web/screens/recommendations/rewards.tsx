import { z } from 'zod'
import { reference } from '../../../../chaincode/wire/identifiers.ts'
import { readFound } from '../../../sdk/certificates/find-certificates.ts'
import { type Listed, readAllMatching } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { rewardLists } from '../../state/rewards.ts'
import { connection } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { type FieldRule, useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { unitOf } from '../../state/vouchers.ts'
import { quantityRule } from '../../words/field-rules.ts'
import { formatQuantity } from '../../words/format.ts'
import { checkQuantity } from '../../words/validate.ts'
import { rewardWords } from './reward-words.ts'

type Interaction = Listed<'interactions'>
type Names = 'cash' | 'amount' | 'reason'

const rulesOf = ({ cash }: { readonly [N in Names]: string }): { [N in Names]?: FieldRule } => {
  const unit = unitOf(cash)
  return {
    cash: { shape: z.string().refine(() => unit !== undefined), words: rewardWords.cashWrong },
    ...(unit === undefined ? {} : { amount: quantityRule(unit) }),
    reason: { shape: reference, words: rewardWords.reasonWrong },
  }
}

/** A reward of the provider's own money to who recommended it, looked at once more before it is signed (S3-048, S3-049). */
const RewardForm = ({ of, cash }: { of: Interaction; cash: string }) => {
  const { interaction, giver: recommender } = of
  const fields = useFields<Names>({ cash, amount: '', reason: 'Recommendation' }, rulesOf)
  const { values, bind } = fields
  const unit = unitOf(values.cash)
  const quantity = unit === undefined ? undefined : checkQuantity(values.amount, unit).value
  const action = say(rewardWords.reward)(recommender)
  const act = useAct({
    check: fields.check,
    asked: () =>
      quantity === undefined
        ? undefined
        : {
            kind: 'interaction.reward',
            body: { interaction, recommender, voucher: values.cash, quantity, reason: values.reason },
            review: {
              what: action,
              total: [say(rewardWords.amount), formatQuantity(quantity, unit)],
              lines: [[say(rewardWords.reason), values.reason]],
              receiver: { participant: recommender, isOffer: false },
            },
          },
  })
  return (
    <ActForm label={action} action={action} act={act}>
      <TextField label={say(rewardWords.cash)} maxLength={32} autocomplete="off" spellcheck={false} {...bind('cash')} />
      <TextField
        label={say(rewardWords.amount)}
        inputMode="decimal"
        isFigure
        maxLength={40}
        autocomplete="off"
        affix={unit?.shownAs}
        {...bind('amount')}
      />
      <TextField label={say(rewardWords.reason)} maxLength={64} autocomplete="off" {...bind('reason')} />
    </ActForm>
  )
}

/** What this account's own goods were recommended for; the reward is in their cash where nobody says another. */
const ToReward = ({ of }: { of: Interaction }) => {
  const certificate = of.certificate ?? ''
  const found = useResource(`certificate ${certificate}`, () => readFound(connection, certificate))
  return (
    <li class="stack" data-reward={of.interaction}>
      <span class="row-title">{say(rewardWords.dueTo)(of.giver, of.receiver)}</span>
      {found.value && <RewardForm of={of} cash={found.value.certificate.cash} />}
    </li>
  )
}

const Waiting = ({ of }: { of: Interaction }) => (
  <li class="row" data-reward={of.interaction}>
    <span class="row-main">
      <span class="row-title">{say(rewardWords.dueFrom)(of.provider ?? '', of.receiver)}</span>
    </span>
    <span class="pill">{say(rewardWords.notYet)}</span>
  </li>
)

const Moved = ({ reward, self }: { reward: Listed<'rewards'>; self: string }) => {
  const { provider, recommender, voucher, quantity, reason } = reward
  const title = provider === self ? say(rewardWords.given)(recommender) : say(rewardWords.got)(provider)
  return (
    <li class="row" data-reward={reward.interaction}>
      <span class="row-main">
        <span class="row-title">{title}</span>
        <span class="row-note">
          {formatQuantity(quantity, unitOf(voucher))} · {reason}
        </span>
      </span>
      <span class="pill" data-tone="good">
        {say(rewardWords.moved)}
      </span>
    </li>
  )
}

/** What was given for recommendations, what could be, and giving it; nothing while there is none of it. */
export const Rewards = ({ terminal }: { terminal: Terminal }) => {
  const self = terminal.participant
  const list = useResource(`rewards ${self}`, async () => {
    const [interactions, rewards] = [
      await readAllMatching(terminal, 'interactions'),
      await readAllMatching(terminal, 'rewards'),
    ]
    return rewardLists(self, { interactions, rewards })
  })
  const { moved, mine, waiting } = list.value ?? { moved: [], mine: [], waiting: [] }
  if (moved.length + mine.length + waiting.length === 0) return null
  return (
    <Section title={say(rewardWords.title)}>
      <p class="note">{say(rewardWords.note)}</p>
      <ul class="rows">
        {mine.map((one) => (
          <ToReward key={one.interaction} of={one} />
        ))}
        {waiting.map((one) => (
          <Waiting key={one.interaction} of={one} />
        ))}
        {moved.map((one) => (
          <Moved key={one.interaction} reward={one} self={self} />
        ))}
      </ul>
    </Section>
  )
}
