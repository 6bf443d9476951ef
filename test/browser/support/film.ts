/** One grey picture: its size and a value from 0 (black) to 255 (white) for each point, line by line. */
export interface Picture {
  width: number
  height: number
  values: Uint8Array
}

const frames = 3

/** A short film of one unmoved picture in YUV4MPEG2, the raw format that Chromium takes in place of a camera. */
export const filmOf = ({ width, height, values }: Picture): Buffer => {
  const colourless = Buffer.alloc((width / 2) * (height / 2) * 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), values, colourless])
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`),
    ...Array.from({ length: frames }, () => frame),
  ])
}

const width = 640
const height = 480

export const blankFilm = (): Buffer => filmOf({ width, height, values: new Uint8Array(width * height).fill(200) })

/** A film of a square pattern, such as a QR code, dark where `isDark` holds, with a quiet zone around it. */
export const filmOfPattern = (isDark: readonly (readonly boolean[])[]): Buffer => {
  const quiet = 4
  const size = isDark.length + 2 * quiet
  const scale = Math.floor(height / size)
  const [left, top] = [(width - size * scale) >> 1, (height - size * scale) >> 1]
  const values = new Uint8Array(width * height).fill(255)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const row = isDark[Math.floor((y - top) / scale) - quiet]
      if (row?.[Math.floor((x - left) / scale) - quiet] === true) values[y * width + x] = 0
    }
  }
  return filmOf({ width, height, values })
}
