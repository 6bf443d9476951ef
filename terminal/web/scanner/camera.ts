import type { CodeDetector } from './native-detector.ts'

/** Why there is no picture; each has its own advice. */
export type CameraFault = 'denied' | 'absent' | 'busy' | 'insecure' | 'failed'

/** The error of the media interface behind each fault (W3C Media Capture and Streams, section 10). */
const faults: { [name: string]: CameraFault } = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** What a failed start means. */
export const faultOf = (error: unknown): CameraFault => faults[(error as Error | undefined)?.name ?? ''] ?? 'failed'

/** A running camera: its stream, its lamp, and how to end it. */
export interface Camera {
  stream: MediaStream
  /** Undefined where the camera has no lamp that can be switched. */
  switchTorch: ((isOn: boolean) => Promise<void>) | undefined
  close(): void
}

export class CameraProblem extends Error {
  readonly fault: CameraFault

  constructor(fault: CameraFault) {
    super(fault)
    this.name = 'CameraProblem'
    this.fault = fault
  }
}

const torchOf = (track: MediaStreamTrack | undefined): Camera['switchTorch'] => {
  const capabilities = (track?.getCapabilities?.() ?? {}) as { torch?: boolean }
  if (track === undefined || capabilities.torch !== true) return undefined
  return (isOn) => track.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] })
}

/**
 * Starts the camera that looks away from the person, where there are two. Throws CameraProblem: `denied`, `absent`, `busy`,
 * `insecure` on a page that the browser lets have no camera, or `failed`.
 */
export const openCamera = async (devices: MediaDevices | undefined = navigator.mediaDevices): Promise<Camera> => {
  if (devices?.getUserMedia === undefined) throw new CameraProblem('insecure')
  const video = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } }
  const stream = await devices.getUserMedia({ video, audio: false }).catch((error: unknown) => {
    throw new CameraProblem(faultOf(error))
  })
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop()
  }
  return { stream, switchTorch: torchOf(stream.getVideoTracks()[0]), close }
}

const lookEveryMilliseconds = 120

/**
 * Looks at a picture again and again until it reads something that `accept` makes a code of, or until `signal` ends it;
 * then it resolves with undefined. A picture that cannot be read yet is looked at again.
 */
export const lookFor = async <T>(
  {
    detector,
    picture,
    accept,
  }: { detector: CodeDetector; picture: CanvasImageSource; accept(text: string): T | undefined },
  signal: AbortSignal,
): Promise<T | undefined> => {
  while (!signal.aborted) {
    const found = await detector.detect(picture).catch(() => [])
    for (const { rawValue } of found) {
      const accepted = accept(rawValue)
      if (accepted !== undefined && !signal.aborted) return accepted
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMilliseconds))
  }
  return undefined
}
