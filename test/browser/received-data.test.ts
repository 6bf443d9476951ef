import { expect } from 'chai'
import { writeProgram } from '../../terminal/sdk/sandbox/program.ts'
import { gateways } from '../scenario/support/network.ts'
import type { Person } from '../scenario/support/people.ts'
import { openAccount } from './support/accounts.ts'
import { closeDevices, type Device, desktop, phone } from './support/browser.ts'
import { interactionOf, readKeeper } from './support/packaging.ts'
import { openSignedIn } from './support/sign-in.ts'

/** Half a second of a tone as a WAV file: its header of 44 bytes, and samples of one byte. */
const tone = (): Buffer => {
  const [rate, samples] = [8_000, 4_000]
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples, 40)
  return Buffer.concat([head, Buffer.from(Array.from({ length: samples }, (_, at) => 128 + 100 * Math.sin(at / 3)))])
}

/** A short film that a page draws itself. */
const filming = `new Promise((resolve) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 })
  const picture = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' })
  const pieces = []
  recorder.ondataavailable = ({ data }) => {
    pieces.push(data)
    if (data.size > 0 && recorder.state === 'recording') recorder.stop()
  }
  recorder.onstop = async () => resolve([...new Uint8Array(await new Blob(pieces).arrayBuffer())])
  let frames = 0
  const draw = () => {
    picture.fillStyle = 'rgb(' + (frames++ % 255) + ',0,0)'
    picture.fillRect(0, 0, 64, 64)
    if (recorder.state !== 'inactive') requestAnimationFrame(draw)
  }
  recorder.start(100)
  draw()
})`

describe('what came in a package, on the screen of who received it', () => {
  let [giving, receiving]: Person[] = []
  let giver: Device
  let receiver: Device
  let packages = 0

  const press = ({ page }: Device, name: string) => page.getByRole('button', { name, exact: true }).click()
  const stage = ({ page }: Device, name: string) => page.locator(`[data-stage="${name}"]`).waitFor()

  before(async function () {
    this.timeout(300_000)
    await readKeeper()
    giving = await openAccount('reel-maker', { organisation: 'supplier' })
    receiving = await openAccount('reel-viewer')
    giver = await openSignedIn('reel-maker', { ...desktop, gateway: gateways.supplier })
    receiver = await openSignedIn('reel-viewer', phone)
  })
  after(closeDevices)

  /** Seals bytes as what they are said to be, and has the receiver open and show them. */
  const shown = async (contents: string, buffer: Buffer): Promise<void> => {
    packages += 1
    const id = await interactionOf(giving as Person, receiving as Person, `REEL-${packages}`)
    await giver.page.goto(`/#/packages/${id}`)
    await giver.page.getByLabel('File to seal').setInputFiles({ name: 'reel', mimeType: 'text/html', buffer })
    await giver.page.getByLabel('What is inside').selectOption(contents)
    await press(giver, 'Seal and send')
    await stage(giver, 'waiting')
    await receiver.page.goto(`/#/packages/${id}`)
    await stage(receiver, 'to-ask')
    if (packages === 1) await press(receiver, 'Make the key and register it')
    await press(receiver, 'Ask for both keys')
    await stage(giver, 'asked')
    // With the first key alone nothing is shown.
    expect(await receiver.page.locator('[data-received]').count()).equal(0)
    await press(giver, 'Release the second key')
    await stage(receiver, 'ready')
    await press(receiver, 'Open and show')
  }

  /** Waits until an element of sound or film has what it plays, and gives its address. */
  const played = async (element: 'audio' | 'video'): Promise<string> => {
    const found = receiver.page.locator(`${element}[data-received]`)
    await found.waitFor({ state: 'attached' })
    return receiver.page.evaluate<string>(`new Promise((resolve, reject) => {
      const player = document.querySelector('${element}[data-received]')
      const tell = () => (player.readyState >= 2 ? resolve(player.src) : undefined)
      player.addEventListener('loadeddata', tell)
      player.addEventListener('error', () => reject(new Error('it cannot be played')))
      tell()
    })`)
  }

  it('S3-057 sound plays from the decrypted bytes alone, and nothing of it shows before both keys are out', async () => {
    await shown('audio', tone())
    expect(await played('audio')).match(/^blob:/)
  })

  it('S3-058 video plays from the decrypted bytes alone, and nothing of it shows before both keys are out', async () => {
    const film = Buffer.from(await giver.page.evaluate<number[]>(filming))
    await shown('video', film)
    expect(await played('video')).match(/^blob:/)
  })

  it('S3-059 a program runs in the sandbox alone, once its abilities were told', async () => {
    const source = 'show("ran: " + typeof document + typeof fetch)'
    await shown('program', Buffer.from(writeProgram({ abilities: ['show'], source })))
    await receiver.page.locator('[data-abilities]').getByText('show text').waitFor()
    expect(await receiver.page.locator('[data-shown]').count()).equal(0)
    await press(receiver, 'Run')
    await receiver.page.locator('[data-shown]').getByText('ran: undefinedundefined').waitFor()
  })

  it('S3-057 S3-058 S3-059 bytes that are not what they are declared are refused, with nothing shown, played or run', async () => {
    const hostile = Buffer.from('<script>document.title = "taken"</script>')
    const unfit = receiver.page.getByText('What was inside is not what its giver says it is. Nothing of it is shown.')
    for (const [contents, buffer] of [
      ['video', hostile],
      ['video', tone()],
      ['audio', hostile],
      ['numbers', Buffer.from('1,2\n=1+1')],
    ] as const) {
      await shown(contents, buffer)
      await unfit.waitFor()
      expect(await receiver.page.locator('[data-received], audio, video, table').count(), contents).equal(0)
    }
    await shown('program', hostile)
    await receiver.page.getByText('This is no program that can be run; nothing was.').waitFor()
    expect(await receiver.page.locator('[data-abilities], iframe').count()).equal(0)
    expect(await receiver.page.title()).not.include('taken')
  })

  it('S3-057 numbers are a table, and a document stands as text, whatever it holds', async () => {
    await shown('numbers', Buffer.from('1,2.5\n3;4'))
    const cells = receiver.page.locator('td[data-figure]')
    await cells.nth(3).waitFor()
    expect(await cells.allTextContents()).deep.equal(['1', '2.5', '3', '4'])
    await shown('document', Buffer.from('<b>as it is</b>'))
    expect(await receiver.page.locator('pre[data-received]').textContent()).equal('<b>as it is</b>')
  })
})
