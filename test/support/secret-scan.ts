import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Something that must stand nowhere: its text or bytes, under a name that may be printed. */
export interface Secret {
  name: string
  value: string | Uint8Array
  /** True for short digits, which count only where no other digit touches them. */
  isShort?: boolean
}

/** A secret as it stood in a file: which, in which form, and where. */
export interface Finding {
  secret: string
  form: string
  file: string
}

interface Needle {
  secret: string
  form: string
  bytes: Buffer
  isShort: boolean
}

const leastBytes = 6
const pieceBytes = 1 << 20

/**
 * The letters of base64 that say these bytes wherever they begin within a longer text: the first and last letters, which depend on
 * the neighbours, are left out.
 */
const inBase64 = (bytes: Buffer, encoding: 'base64' | 'base64url'): string[] =>
  [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString(encoding)
      .replace(/=+$/, '')
    const first = shift === 0 ? 0 : shift + 1
    const whole = Math.floor(((shift + bytes.length) * 8) / 6)
    return text.slice(first, whole)
  })

const grouped = (digits: string): [string, string][] =>
  [3, 4].flatMap((size) =>
    [' ', '-', '\u00a0'].map((gap): [string, string] => [
      `in groups of ${size} with ${JSON.stringify(gap)}`,
      digits.replace(new RegExp(`([0-9]{${size}})(?=[0-9])`, 'g'), `$1${gap}`),
    ]),
  )

/** A text as it stands in an address, where that is another than the text itself. */
const inAddress = (value: Secret['value']): [string, string][] => {
  if (typeof value !== 'string' || encodeURIComponent(value) === value) return []
  return [
    ['percent-encoded', encodeURIComponent(value)],
    ['as a form', new URLSearchParams({ x: value }).toString().slice('x='.length)],
  ]
}

/** Every form in which a secret is looked for. */
const formsOf = ({ value }: Secret): [string, string | Buffer][] => {
  const bytes = Buffer.from(value as string)
  return [
    ['as it is', bytes],
    ...(['base64', 'base64url'] as const).flatMap((encoding) =>
      inBase64(bytes, encoding).map((text, shift): [string, string] => [`${encoding}, shifted by ${shift}`, text]),
    ),
    ['hexadecimal', bytes.toString('hex')],
    ['hexadecimal capitals', bytes.toString('hex').toUpperCase()],
    ['reversed', Buffer.from(bytes).reverse()],
    ['as UTF-16', Buffer.from(bytes.toString('latin1'), 'utf16le')],
    ...(typeof value === 'string' && /^[0-9]{12,}$/.test(value) ? grouped(value) : []),
    ...inAddress(value),
  ]
}

const needlesOf = (secret: Secret): Needle[] =>
  formsOf(secret).map(([form, text]) => {
    const bytes = Buffer.from(text as string)
    if (bytes.length < leastBytes) throw new Error(`${secret.name} ${form} is too short to be looked for`)
    // In any other form, what stands beside it may look like a digit and is none.
    const isDigits = form === 'as it is' || form === 'reversed'
    return { secret: secret.name, form, bytes, isShort: secret.isShort === true && isDigits }
  })

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/** Looks for many secrets in many files at once, each in every form. */
export class SecretScan {
  readonly #byStart = new Map<number, Needle[]>()
  #longest = 0
  // Which three bytes any needle begins with: nearly every place of a file is passed over by one look at this.
  readonly #starts = new Uint8Array(1 << 24)

  constructor(secrets: readonly Secret[]) {
    for (const needle of secrets.flatMap(needlesOf)) {
      const start = needle.bytes.readUIntBE(0, 3)
      this.#starts[start] = 1
      this.#longest = Math.max(this.#longest, needle.bytes.length)
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), needle])
    }
  }

  /** What of them stands in the bytes; digits that they end with count where `isEnd` says that none follows. */
  find(bytes: Buffer, file: string, isEnd = true): Finding[] {
    const findings = new Map<string, Finding>()
    let start = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
    for (let end = 2; end < bytes.length; end += 1) {
      start = ((start << 8) & 0xffffff) | (bytes[end] as number)
      if (this.#starts[start] === 0) continue
      for (const { secret, form } of this.#at(bytes, { place: end - 2, start, isEnd })) {
        findings.set(`${secret} ${form}`, { secret, form, file })
      }
    }
    return [...findings.values()]
  }

  #at(bytes: Buffer, { place, start, isEnd }: { place: number; start: number; isEnd: boolean }): Needle[] {
    return (this.#byStart.get(start) ?? []).filter((needle) => {
      const end = place + needle.bytes.length
      if (end > bytes.length || needle.bytes.compare(bytes, place, end) !== 0) return false
      if (!needle.isShort) return true
      return !isDigit(bytes[place - 1]) && (end === bytes.length ? isEnd : !isDigit(bytes[end]))
    })
  }

  /** What of them stands in a file that may be too large to be held at once; each is told once. */
  async findInLarge(file: string): Promise<Finding[]> {
    const findings = new Map<string, Finding>()
    const note = (bytes: Buffer, isEnd: boolean) => {
      for (const one of this.find(bytes, file, isEnd)) findings.set(`${one.secret} ${one.form}`, one)
    }
    // What a piece ends with may be the beginning of something, and digits count only where none stands before them.
    let rest = Buffer.alloc(0)
    for await (const piece of createReadStream(file, { highWaterMark: pieceBytes })) {
      const bytes = Buffer.concat([rest, piece as Buffer])
      note(bytes, false)
      rest = bytes.subarray(Math.max(0, bytes.length - this.#longest - 1))
    }
    note(rest, true)
    return [...findings.values()]
  }

  /** What of them stands in the files. */
  findIn(files: readonly string[]): Finding[] {
    return files.flatMap((file) => this.find(readFileSync(file), file))
  }
}

/** All regular files below a folder. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
