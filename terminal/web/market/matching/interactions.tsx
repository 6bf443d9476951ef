import { useName } from '../../../../chaincode/domains/certificates/terms.ts'
import { type Listed, readAllMatching } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { Segments, TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { say } from '../../state/settings.ts'
import { useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { matchingWords } from './words.ts'

type Interaction = Listed<'interactions'>

const CompleteForm = ({ interaction }: { interaction: string }) => {
  const fields = useFields({ use: 'read' }, { use: { shape: useName, words: matchingWords.useWrong } })
  const act = useAct({
    check: fields.check,
    asked: () => ({ kind: 'interaction.complete', body: { interaction, use: fields.values.use } }),
  })
  return (
    <ActForm label={say(matchingWords.complete)} action={say(matchingWords.complete)} act={act}>
      <p class="note">{say(matchingWords.completeNote)}</p>
      <TextField
        label={say(matchingWords.use)}
        autocapitalize="none"
        spellcheck={false}
        maxLength={20}
        {...fields.bind('use')}
      />
    </ActForm>
  )
}

const ratings = ['1', '2', '3', '4', '5'] as const

const RateForm = ({ interaction, other }: { interaction: string; other: string }) => {
  const fields = useFields<'rating'>({ rating: '5' }, {})
  const act = useAct({
    check: fields.check,
    asked: () => ({ kind: 'interaction.rate', body: { interaction, rating: Number(fields.values.rating) } }),
  })
  return (
    <ActForm label={say(matchingWords.rate)(other)} action={say(matchingWords.rate)(other)} act={act}>
      <Segments
        label={say(matchingWords.rating)}
        value={fields.values.rating}
        options={ratings.map((one) => [one, one] as const)}
        onValue={(rating) => fields.set({ rating })}
      />
      <p class="note">{say(matchingWords.rateNote)}</p>
    </ActForm>
  )
}

const Line = ({ of, self }: { of: Interaction; self: string }) => {
  const isGiver = of.giver === self
  const rated = isGiver ? of.byGiver : of.byReceiver
  const other = isGiver ? of.receiver : of.giver
  const isTaking = of.receiver === self
  return (
    <li class="stack">
      <span class="row-title">{say(isGiver ? matchingWords.gaveTo : matchingWords.gotFrom)(other)}</span>
      <a href={`#/packages/${of.interaction}`}>{say(isGiver ? matchingWords.sendPackage : matchingWords.seePackage)}</a>
      {of.status === 'accepted' && isTaking && <CompleteForm interaction={of.interaction} />}
      {of.status === 'accepted' && isGiver && <p class="note">{say(matchingWords.waitsForUse)}</p>}
      {of.status === 'completed' && rated === undefined && <RateForm interaction={of.interaction} other={other} />}
      {rated !== undefined && <p class="note">{say(matchingWords.rated)(rated)}</p>}
    </li>
  )
}

/** What came of accepted offers and deliveries, of one demand or recommendation or of all: using it, and then rating the other side once. */
export const Interactions = ({ terminal, subject }: { terminal: Terminal; subject: string | undefined }) => {
  const self = terminal.participant
  const list = useResource(`interactions ${self} ${subject ?? ''}`, async () =>
    (await readAllMatching(terminal, 'interactions')).filter((one) => subject === undefined || one.subject === subject),
  )
  const own = list.value?.filter(({ giver, receiver }) => giver === self || receiver === self) ?? []
  if (own.length === 0) return null
  return (
    <Section title={say(matchingWords.interactions)}>
      <ul class="rows">
        {own.map((one) => (
          <Line key={one.interaction} of={one} self={self} />
        ))}
      </ul>
    </Section>
  )
}
