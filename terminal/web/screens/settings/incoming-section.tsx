import { useState } from 'preact/hooks'
import { type Body, kinds } from '../../../../chaincode/vocabulary.ts'
import { understand } from '../../../sdk/answers.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { TextField } from '../../pieces/field.tsx'
import { InstructionForm } from '../../pieces/instruction-form.tsx'
import { Section } from '../../pieces/page.tsx'
import { ReadingState } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
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

const Taken = ({ taking }: { taking: Taking }) => {
  const [accepts, setAccepts] = useState<Accepts>(taking.accepts)
  const [text, setText] = useState((taking.known ?? []).join(' '))
  const [isChecked, setChecked] = useState(false)
  const instructing = useInstruction()
  const body: Taking = accepts === 'known' ? { accepts, known: namesIn(text) } : { accepts }
  const isWrong =
    !kinds['participant.accept'].body.safeParse(body).success || (accepts === 'known' && namesIn(text).length === 0)
  const submit = (): boolean => {
    setChecked(true)
    if (isWrong) return false
    void instructing.send('participant.accept', body)
    return true
  }
  return (
    <InstructionForm
      label={say(settingsWords.incoming)}
      action={say(settingsWords.save)}
      instructing={instructing}
      onSubmit={submit}
    >
      <Ways
        label={say(settingsWords.incoming)}
        way={accepts}
        words={{ all: settingsWords.takeAll, known: settingsWords.takeKnown, none: settingsWords.takeNone }}
        onWay={setAccepts}
      />
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
    </InstructionForm>
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
