import { showCondition } from '../../../sdk/matching/conditions.ts'
import { sealOffer } from '../../../sdk/matching/demand.ts'
import type { Listed } from '../../../sdk/matching/records.ts'
import type { ListedInstance } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { certificateKey, readHandable } from '../../market/matching/certificate-key.ts'
import { FormFields, type FormTexts, formRules, formTerms, startingForm } from '../../market/matching/form-fields.tsx'
import { Said } from '../../market/matching/said.tsx'
import { TimeLeft } from '../../market/matching/time-left.tsx'
import { matchingWords } from '../../market/matching/words.ts'
import { Button } from '../../pieces/button.tsx'
import { Segments } from '../../pieces/field.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { now } from '../../state/clock.ts'
import { offerState } from '../../state/demands.ts'
import { say } from '../../state/settings.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { Decline } from './decline.tsx'
import { offerWords, requestWords } from './words.ts'

type Asked = Listed<'requests'>
type Names = keyof FormTexts | 'instance' | 'hours'

const hours = [
  ['1', requestWords.hour],
  ['24', requestWords.day],
  ['168', requestWords.week],
] as const

const useOffering = (terminal: Terminal, asked: Asked, fields: Fields<Names>) => {
  const instructing = useInstruction()
  const work = useWork()
  const offer = (instance: ListedInstance) =>
    work.run(async () => {
      const { certificate } = instance
      const key = await certificateKey(terminal, certificate)
      const sealedKey = key === undefined ? undefined : await sealOffer(terminal, asked, { certificate, key })
      const from = terminal.connection.now()
      await instructing.send('demand.answer', {
        ...{ demand: asked.demand, instance: instance.instance },
        ...formTerms(fields.values as unknown as FormTexts, from),
        ...(sealedKey === undefined ? {} : { sealedKey }),
        until: String(from + Number(fields.values.hours) * 3_600_000),
      })
    })
  return { offer, isPending: work.isPending, fault: work.fault ?? instructing.fault }
}

const OfferFields = ({ fields, own }: { fields: Fields<Names>; own: readonly ListedInstance[] }) => (
  <>
    <SelectField
      label={say(requestWords.instance)}
      value={fields.values.instance}
      options={own.map(({ instance, certificate, provider }) => [instance, `${provider} · ${certificate.slice(0, 8)}`])}
      onValue={(instance) => fields.set({ instance })}
    />
    <FormFields fields={fields} />
    <Segments
      label={say(requestWords.goodFor)}
      value={fields.values.hours}
      options={hours.map(([value, words]) => [value as string, say(words)] as const)}
      onValue={(value) => fields.set({ hours: value })}
    />
    <p class="note">{say(requestWords.offerNote)}</p>
  </>
)

/** Offering one of the certificates that one may hand on: the one that fitted best first. */
const OfferForm = ({ terminal, asked }: { terminal: Terminal; asked: Asked }) => {
  const own = useResource(`handable ${terminal.participant}`, () => readHandable(terminal))
  const fields = useFields<Names>({ ...startingForm, instance: '', hours: '24' }, (typed) =>
    formRules(typed as unknown as FormTexts),
  )
  const { offer, isPending, fault } = useOffering(terminal, asked, fields)
  if (own.value === undefined) return <ReadingState of={own} lines={3} />
  const [first] = own.value
  if (first === undefined) return <p class="note">{say(requestWords.noInstance)}</p>
  const fitting = own.value.find(({ certificate }) => certificate === asked.certificate)
  const chosen = own.value.find(({ instance }) => instance === fields.values.instance) ?? fitting ?? first
  const shown = { ...fields, values: { ...fields.values, instance: chosen.instance } }
  const submit = (event: Event) => {
    event.preventDefault()
    if (fields.check()) void offer(chosen)
  }
  return (
    <form class="form" onSubmit={submit} noValidate aria-label={say(requestWords.offerForm)}>
      {fault && <FaultAlert fault={fault} />}
      <OfferFields fields={shown} own={own.value} />
      <Button type="submit" tone="primary" isWide isPending={isPending}>
        {say(requestWords.offer)}
      </Button>
    </form>
  )
}

const Deciding = ({ terminal, asked }: { terminal: Terminal; asked: Asked }) => (
  <>
    <details>
      <summary>{say(requestWords.offerForm)}</summary>
      <OfferForm terminal={terminal} asked={asked} />
    </details>
    <div class="button-row">
      <Decline onConfirm={(send) => send('demand.decline', { demand: asked.demand })} />
    </div>
  </>
)

/** One demand that one is asked under an alias: the time that is left, offering or declining, and what became of it (S1-019). */
export const DemandRequest = ({
  terminal,
  asked,
  answer,
}: {
  terminal: Terminal
  asked: Asked
  answer: Listed<'demand-answers'> | undefined
}) => {
  const until = Number(asked.until)
  const state = answer === undefined ? undefined : offerState(answer, now.value)
  const isOver = now.value > until
  return (
    <li class="stack" data-demand={asked.demand} data-state={state ?? (isOver ? 'over' : 'open')}>
      <div class="row">
        <span class="row-main">
          <span class="row-title">{asked.title}</span>
          <span class="row-note">{say(requestWords.by)(asked.matcher)}</span>
          <Said label={say(matchingWords.goodsWanted)} texts={asked.goods.map(showCondition)} />
        </span>
        {state !== undefined && <span class="pill">{say(offerWords[state])}</span>}
      </div>
      {state === undefined && isOver && <p class="note">{say(requestWords.over)}</p>}
      {state === undefined && !isOver && <TimeLeft until={until} />}
      {state === undefined && !isOver && <Deciding terminal={terminal} asked={asked} />}
      {state === 'offered' && <TimeLeft until={Number(answer?.until)} />}
    </li>
  )
}
