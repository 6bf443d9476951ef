import { useState } from 'preact/hooks'
import { z } from 'zod'
import type { Phrase } from '../../dictionary/phrase.ts'
import { Button } from '../../pieces/button.tsx'
import { Field } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Alert } from '../../pieces/states.tsx'
import { CameraDialog } from '../../scanner/camera-dialog.tsx'
import '../../scanner/scanner.css'
import { say } from '../../state/settings.ts'
import type { FieldRule, Fields } from '../../state/use-fields.ts'
import { keyEndOf, readCard } from './card.ts'
import { bankWords } from './words.ts'

const wrongOf = (text: string, participant: string): Phrase => {
  const other = readCard(text)?.participant
  return other === undefined || other === participant ? bankWords.cardWrong : bankWords.cardOfOther
}

/** A device's card, as the device shows it, made for this account. */
export const cardRule = (participant: string): FieldRule => ({
  shape: z.string().refine((text) => readCard(text)?.participant === participant),
  words: (text) => wrongOf(text, participant),
})

const cameraWords = { title: bankWords.scanTitle, looking: bankWords.scanLooking, instead: bankWords.scanInstead }
const cardIn = (text: string): string | undefined => (readCard(text) === undefined ? undefined : text)

const Found = ({ text }: { text: string }) => {
  const found = readCard(text)
  if (found === undefined) return null
  return (
    <Alert tone="good" title={found.device.name}>
      {say(bankWords.keyEnds)} <strong class="key-end">{keyEndOf(found.device)}</strong> · {say(bankWords.keyCompare)}
    </Alert>
  )
}

/** Where the card of a device is scanned by the camera, or pasted; the end of its key is shown to be compared. */
export const CardField = ({ value, onValue, wrong }: ReturnType<Fields<string>['bind']>) => {
  const [isCameraOpen, setCameraOpen] = useState(false)
  const close = () => setCameraOpen(false)
  const take = (text: string) => {
    close()
    onValue(text)
  }
  return (
    <>
      <Button isWide onClick={() => setCameraOpen(true)}>
        <Icon name="pay" />
        {say(bankWords.scan)}
      </Button>
      <Field label={say(bankWords.card)} hint={say(bankWords.cardHint)} wrong={wrong}>
        {(ties) => (
          <textarea
            {...ties}
            rows={3}
            maxLength={2000}
            spellcheck={false}
            value={value}
            onInput={({ currentTarget }) => onValue(currentTarget.value)}
          />
        )}
      </Field>
      <Found text={value} />
      {isCameraOpen && <CameraDialog words={cameraWords} accept={cardIn} onFound={take} onClose={close} />}
    </>
  )
}
