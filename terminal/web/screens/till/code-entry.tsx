import { useEffect, useRef, useState } from 'preact/hooks'
import { grouped } from '../../../sdk/code-digits.ts'
import { Button } from '../../pieces/button.tsx'
import { TextField } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Alert } from '../../pieces/states.tsx'
import { codeIn, judgeTyped, type TypedCode } from '../../scanner/typed-code.ts'
import { watchWedge } from '../../scanner/wedge.ts'
import { say } from '../../state/settings.ts'
import { tillWords } from './words.ts'

const wrongOf = (judged: TypedCode): string | undefined =>
  judged.state === 'wrong' ? say(tillWords.codeFault)(judged.reason) : undefined

const hintOf = (judged: TypedCode): string => {
  if (judged.state === 'incomplete') return say(tillWords.digitsMissing)(judged.missing)
  return say(judged.state === 'complete' ? tillWords.codeWhole : tillWords.codeHint)
}

/** Takes scans of a scanner that is a keyboard, wherever the focus is, while the till waits for a code. */
const useWedge = (onCode: (code: string) => void, onForeign: () => void): void => {
  const latest = useRef({ onCode, onForeign })
  latest.current = { onCode, onForeign }
  useEffect(
    () =>
      watchWedge(window, (text) => {
        const code = codeIn(text)
        if (code === undefined) latest.current.onForeign()
        else latest.current.onCode(code)
      }),
    [],
  )
}

/** Opens the camera. On a phone it stands below the amount, else beside the digits. */
export const CameraButton = ({
  tone = 'plain',
  isDisabled,
  onPress,
}: {
  tone?: 'plain' | 'primary'
  isDisabled: boolean
  onPress: () => void
}) => (
  <Button tone={tone} isWide isDisabled={isDisabled} onClick={onPress}>
    <Icon name="pay" />
    {say(tillWords.openCamera)}
  </Button>
)

interface Entry {
  /** What the button says. */
  charge: string
  /** Why no code is taken now, in words; undefined while one is. */
  isBlocked: string | undefined
  onCamera: () => void
  onCode: (code: string) => void
}

/** The code as it is typed or scanned; while none is taken, a scan stands there as if it had been typed. */
const useEntry = ({ isBlocked, onCode }: Entry) => {
  const [typed, setTyped] = useState('')
  const [isForeign, setForeign] = useState(false)
  const judged = judgeTyped(typed)
  const take = (code: string) => {
    setForeign(false)
    if (isBlocked !== undefined) return setTyped(grouped(code))
    setTyped('')
    onCode(code)
  }
  useWedge(take, () => setForeign(true))
  const submit = (event: Event) => {
    event.preventDefault()
    if (judged.state === 'complete') take(judged.code)
  }
  return { typed, setTyped, isForeign, judged, submit }
}

/**
 * The three ways in for a payment code: a scanner, the camera, the keyboard. A code that was scanned goes off at once; one
 * that was typed does so with the button, once its check digit fits.
 */
export const CodeEntry = (entry: Entry) => {
  const { charge, isBlocked, onCamera } = entry
  const { typed, setTyped, isForeign, judged, submit } = useEntry(entry)
  return (
    <form class="form" onSubmit={submit} noValidate>
      <TextField
        label={say(tillWords.code)}
        hint={hintOf(judged)}
        wrong={wrongOf(judged)}
        inputMode="numeric"
        autocomplete="off"
        maxLength={26}
        isFigure
        value={typed}
        onValue={setTyped}
      />
      {isForeign && <Alert tone="warn">{say(tillWords.foreignScan)}</Alert>}
      <Button type="submit" tone="primary" isWide isDisabled={judged.state !== 'complete' || isBlocked !== undefined}>
        {charge}
      </Button>
      <div class="wide-only">
        <CameraButton isDisabled={isBlocked !== undefined} onPress={onCamera} />
      </div>
      <p class="note">{isBlocked ?? say(tillWords.scannerReady)}</p>
    </form>
  )
}
