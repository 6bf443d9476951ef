import type { Locator } from 'playwright-core'
import { theBrowser } from './browser.ts'
import type { Picture } from './film.ts'

const [width, height] = [640, 480]

// Runs on an empty page of its own, since the terminal's policy lets nobody draw pictures from outside.
const readGreys = (source: string) => `(async () => {
  const picture = new Image()
  picture.src = ${JSON.stringify(source)}
  await picture.decode()
  const canvas = new OffscreenCanvas(${width}, ${height})
  const paper = canvas.getContext('2d')
  paper.fillStyle = 'white'
  paper.fillRect(0, 0, ${width}, ${height})
  const scale = Math.min(${width} / picture.width, ${height} / picture.height)
  const size = [picture.width * scale, picture.height * scale]
  paper.drawImage(picture, (${width} - size[0]) / 2, (${height} - size[1]) / 2, ...size)
  const { data } = paper.getImageData(0, 0, ${width}, ${height})
  let greys = ''
  for (let place = 0; place < data.length; place += 4) greys += String.fromCharCode((data[place] + data[place + 1] + data[place + 2]) / 3)
  return btoa(greys)
})()`

/** What a camera sees that is held in front of this part of a screen. */
export const seenByCamera = async (part: Locator): Promise<Picture> => {
  const source = `data:image/png;base64,${(await part.screenshot()).toString('base64')}`
  const page = await (await theBrowser()).newPage()
  try {
    const greys = (await page.evaluate(readGreys(source))) as string
    return { width, height, values: new Uint8Array(Buffer.from(greys, 'base64')) }
  } finally {
    await page.close()
  }
}
