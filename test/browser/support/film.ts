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

const [width, height] = [640, 480]

/** What a camera with its lid on sees. */
export const blankFilm = (): Buffer => filmOf({ width, height, values: new Uint8Array(width * height).fill(200) })
