import { expect } from 'chai'
import { type CameraProblem, faultOf, lookFor, openCamera } from '../../../../terminal/web/scanner/camera.ts'
import { nativeDetector } from '../../../../terminal/web/scanner/native-detector.ts'

const named = (name: string): Error => Object.assign(new Error(name), { name })

const trackWith = (capabilities: object) => {
  const track = { isStopped: false, applied: [] as unknown[] }
  return Object.assign(track, {
    getCapabilities: () => capabilities,
    applyConstraints: async (constraints: unknown) => void track.applied.push(constraints),
    stop: () => {
      track.isStopped = true
    },
  })
}

const devicesOf = (track: ReturnType<typeof trackWith>) =>
  ({
    getUserMedia: async () => ({ getTracks: () => [track], getVideoTracks: () => [track] }),
  }) as unknown as MediaDevices

const refusing = (name: string) =>
  ({
    getUserMedia: async () => {
      throw named(name)
    },
  }) as unknown as MediaDevices

const faultWith = (devices: MediaDevices | undefined) =>
  openCamera(devices).then(
    () => 'none',
    (error: CameraProblem) => error.fault,
  )

describe('The camera of a till', () => {
  it('says why there is no picture', async () => {
    expect(await faultWith(refusing('NotAllowedError'))).to.equal('denied')
    expect(await faultWith(refusing('NotFoundError'))).to.equal('absent')
    expect(await faultWith(refusing('NotReadableError'))).to.equal('busy')
    expect(await faultWith(refusing('SomethingElse'))).to.equal('failed')
    expect(await faultWith({} as MediaDevices)).to.equal('insecure')
    expect(faultOf(undefined)).to.equal('failed')
  })

  it('switches a lamp only where there is one, and stops its tracks', async () => {
    const plain = await openCamera(devicesOf(trackWith({})))
    expect(plain.switchTorch).to.equal(undefined)
    const track = trackWith({ torch: true })
    const camera = await openCamera(devicesOf(track))
    await camera.switchTorch?.(true)
    expect(track.applied).to.deep.equal([{ advanced: [{ torch: true }] }])
    camera.close()
    expect(track.isStopped).to.equal(true)
  })

  it('looks until something is read that is a code, past faults and other barcodes', async () => {
    const seen = [named('InvalidStateError'), [], [{ rawValue: 'other' }], [{ rawValue: 'code' }]]
    const detector = {
      detect: async () => {
        const next = seen.shift() ?? []
        if (next instanceof Error) throw next
        return next
      },
    }
    const accept = (text: string) => (text === 'code' ? 7 : undefined)
    const picture = {} as CanvasImageSource
    expect(await lookFor({ detector, picture, accept }, new AbortController().signal)).to.equal(7)
  })

  it('stops looking when it is told to', async () => {
    const stop = new AbortController()
    const looking = lookFor(
      { detector: { detect: async () => [] }, picture: {} as CanvasImageSource, accept: () => 1 },
      stop.signal,
    )
    stop.abort()
    expect(await looking).to.equal(undefined)
  })
})

describe('The detector', () => {
  const detectorOf = (supported: string[]) =>
    class {
      static getSupportedFormats = async () => supported
      detect = async () => []
    }

  it('is the browser’s own only where that reads both forms of a code', async () => {
    expect(await nativeDetector({})).to.equal(undefined)
    expect(await nativeDetector({ BarcodeDetector: detectorOf(['qr_code']) })).to.equal(undefined)
    expect(await nativeDetector({ BarcodeDetector: detectorOf(['qr_code', 'code_128', 'ean_13']) })).not.to.equal(
      undefined,
    )
  })
})
