import { useState } from 'preact/hooks'
import { type Body, kinds } from '../../../../chaincode/vocabulary.ts'
import { understand } from '../../../sdk/answers.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import { type Review, useAct } from '../../state/use-act.ts'
import { useResource } from '../../state/use-resource.ts'
import { settingsWords } from './words.ts'

type Accepts = Body<'participant.accept'>['accepts']
type Taking = Body<'participant.accept'>

const readTaking = async (terminal: Terminal): Promise<Taking> => {
  const { participant } = await terminal.account()
  const { accepts, known } = understand(kinds['participant.accept'].body, {
    accepts: participant.accepts,
    known: participant['known'],
  })
  return { accepts, known: known ?? [] }
}

const namesIn = (text: string): string[] => text.split(/[\s,，]+/).filter((name) => name !== '')

const takingWords = { all: settingsWords.takeAll, known: settingsWords.takeKnown, none: settingsWords.takeNone }

const actionOf = (accepts: Accepts): string => say(settingsWords.takeNow)(say(takingWords[accepts]))

const reviewOf = ({ accepts, known }: Taking): Review => ({
  what: actionOf(accepts),
  lines: [...(known === undefined ? [] : [[say(settingsWords.known), known.join(' · ')] as const])],
})

const Taken = ({ taking }: { taking: Taking }) => {
  const [accepts, setAccepts] = useState<Accepts>(taking.accepts)
  const [text, setText] = useState((taking.known ?? []).join(' '))
  const [isChecked, setChecked] = useState(false)
  const body: Taking = accepts === 'known' ? { accepts, known: namesIn(text) } : { accepts }
  const isWrong =
    !kinds['participant.accept'].body.safeParse(body).success || (accepts === 'known' && namesIn(text).length === 0)
  const check = (): boolean => {
    setChecked(true)
    return !isWrong
  }
  const act = useAct({ check, asked: () => ({ kind: 'participant.accept', body, review: reviewOf(body) }) })
  return (
    <ActForm label={say(settingsWords.incoming)} action={actionOf(accepts)} act={act}>
      <Ways label={say(settingsWords.incoming)} way={accepts} words={takingWords} onWay={setAccepts} />
      {accepts === 'known' && (
        <TextField
          label={say(settingsWords.known)}
          hint={say(settingsWords.knownHint)}
          autocapitalize="none"
          spellcheck={false}
          value={text}
          onValue={(value) => setText(value.toLowerCase())}
          wrong={isChecked && isWrong ? say(settingsWords.knownWrong) : undefined}
        />
      )}
    </ActForm>
  )
}

/** Whose transfers one takes without being asked: everybody's, those of known accounts, or nobody's. */
export const IncomingSection = ({ terminal }: { terminal: Terminal }) => {
  const taking = useResource(`taking ${terminal.participant}`, () => readTaking(terminal))
  return (
    <Section title={say(settingsWords.incoming)}>
      <p class="note">{say(settingsWords.incomingText)}</p>
      <ReadingState of={taking} lines={2} />
      {taking.value && <Taken taking={taking.value} />}
    </Section>
  )
}
