import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../pieces/button.tsx'
import { Dialog } from '../pieces/dialog.tsx'
import { Alert } from '../pieces/states.tsx'
import { say } from '../state/settings.ts'
import { type Camera, type CameraFault, CameraProblem, lookFor, openCamera } from './camera.ts'
import { openDetector } from './detector.ts'
import { codeIn } from './typed-code.ts'
import { scannerWords } from './words.ts'

type CameraState = { is: 'starting' } | { is: 'looking'; camera: Camera } | { is: 'failed'; fault: CameraFault }

const run = async (
  video: HTMLVideoElement,
  parts: { signal: AbortSignal; onState: (state: CameraState) => void; onCode: (code: string) => void },
): Promise<void> => {
  const { signal, onState, onCode } = parts
  const camera = await openCamera()
  signal.addEventListener('abort', camera.close)
  if (signal.aborted) return camera.close()
  video.srcObject = camera.stream
  await video.play()
  onState({ is: 'looking', camera })
  const code = await lookFor({ detector: await openDetector(), picture: video, accept: codeIn }, signal)
  if (code !== undefined) onCode(code)
}

/** The camera runs while the dialog is open and no longer: whatever closes it switches the camera off. */
const useCamera = (onCode: (code: string) => void) => {
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CameraState>({ is: 'starting' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    setState({ is: 'starting' })
    const { current } = video
    if (current === null) return
    const onState = (next: CameraState) => stop.signal.aborted || setState(next)
    run(current, { signal: stop.signal, onState, onCode }).catch((error: unknown) =>
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

/** Looks through the camera for a payment code; other barcodes are passed over. */
export const CameraDialog = ({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) => {
  const { video, state, retry } = useCamera(onCode)
  return (
    <Dialog title={say(scannerWords.cameraTitle)} onClose={onClose}>
      <div class="camera" data-state={state.is}>
        <video ref={video} playsInline muted />
        <i />
      </div>
      {state.is === 'failed' ? (
        <Alert tone="bad">{say(scannerWords.cameraFault)(state.fault)}</Alert>
      ) : (
        <p role="status">{say(state.is === 'starting' ? scannerWords.cameraStarting : scannerWords.cameraLooking)}</p>
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
