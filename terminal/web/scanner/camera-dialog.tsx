import { useEffect, useRef, useState } from 'preact/hooks'
import type { Phrase } from '../dictionary/phrase.ts'
import { Button } from '../pieces/button.tsx'
import { Dialog } from '../pieces/dialog.tsx'
import { Alert } from '../pieces/states.tsx'
import { say } from '../state/settings.ts'
import { type Camera, type CameraFault, CameraProblem, lookFor, openCamera } from './camera.ts'
import { openDetector } from './detector.ts'
import { scannerWords } from './words.ts'

type CameraState = { is: 'starting' } | { is: 'looking'; camera: Camera } | { is: 'failed'; fault: CameraFault }

/** What is looked for: `accept` makes it of what is read, and anything else is passed over. */
interface Sought<T> {
  accept: (text: string) => T | undefined
  onFound: (found: T) => void
}

const run = async <T,>(
  video: HTMLVideoElement,
  parts: Sought<T> & { signal: AbortSignal; onState: (state: CameraState) => void },
): Promise<void> => {
  const { signal, onState, accept, onFound } = parts
  const camera = await openCamera()
  signal.addEventListener('abort', camera.close)
  if (signal.aborted) return camera.close()
  video.srcObject = camera.stream
  await video.play()
  onState({ is: 'looking', camera })
  const found = await lookFor({ detector: await openDetector(), picture: video, accept }, signal)
  if (found !== undefined) onFound(found)
}

/** The camera runs while the dialog is open and no longer: whatever closes it switches the camera off. */
const useCamera = <T,>(sought: Sought<T>) => {
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CameraState>({ is: 'starting' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    setState({ is: 'starting' })
    const { current } = video
    if (current === null) return
    const onState = (next: CameraState) => stop.signal.aborted || setState(next)
    run(current, { ...sought, signal: stop.signal, onState }).catch((error: unknown) =>
      onState({ is: 'failed', fault: error instanceof CameraProblem ? error.fault : 'failed' }),
    )
    return () => stop.abort()
  }, [attempt])
  return { video, state, retry: () => setAttempt(attempt + 1) }
}

const Torch = ({ camera }: { camera: Camera }) => {
  const [isOn, setOn] = useState(false)
  const { switchTorch } = camera
  if (switchTorch === undefined) return null
  const toggle = () =>
    void switchTorch(!isOn).then(
      () => setOn(!isOn),
      () => undefined,
    )
  return (
    <Button aria-pressed={isOn} onClick={toggle}>
      {say(isOn ? scannerWords.torchOff : scannerWords.torchOn)}
    </Button>
  )
}

/** Looks through the camera for a code; what is none of those sought is passed over. `words` say what it is and how else it goes in. */
export const CameraDialog = <T,>({
  words,
  onClose,
  ...sought
}: Sought<T> & { words: { readonly [W in 'title' | 'looking' | 'instead']: Phrase }; onClose: () => void }) => {
  const { video, state, retry } = useCamera(sought)
  return (
    <Dialog title={say(words.title)} onClose={onClose}>
      <div class="camera" data-state={state.is}>
        <video ref={video} playsInline muted />
        <i />
      </div>
      {state.is === 'failed' ? (
        <Alert tone="bad">
          {say(scannerWords.cameraFault)(state.fault)} {say(words.instead)}
        </Alert>
      ) : (
        <p role="status">{say(state.is === 'starting' ? scannerWords.cameraStarting : words.looking)}</p>
      )}
      <div class="button-row">
        {state.is === 'looking' && <Torch camera={state.camera} />}
        {state.is === 'failed' && state.fault !== 'absent' && (
          <Button onClick={retry}>{say(scannerWords.cameraRetry)}</Button>
        )}
      </div>
    </Dialog>
  )
}
