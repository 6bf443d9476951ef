import { createHash } from 'node:crypto'

/**
 * One change of what a base holds, in the order in which they are made. Numbers of blocks are places in the list as it is then; bytes
 * stand in base64.
 */
export type Edit =
  /** Only the first blocks stay. */
  | { take: number }
  | { drop: number }
  /** The block stands once more, behind another. */
  | { repeat: number; behind: number }
  | { swap: [one: number, other: number] }
  /** A block of the base stands at this place. */
  | { base: number; at: number }
  /** Bytes of a block: so many are cut out, and others put in their place. */
  | { block: number; at: number; cut: number; put: string }
  /** The same with the file that the blocks stand in. */
  | { file: number; cut: number; put: string }
  /** The file ends after so many bytes. */
  | { end: number }

/** A finding as vectors name it: code, block, transaction; or that there is none. */
export type Outcome = string

/**
 * Why the second verifier does not say first what the first does: it knows no rules; it does not look at what was read, nor at who may
 * change a configuration; or the bytes are no block in the form of peers, and the messages' libraries get differently far in them.
 */
export type Reason = 'rules' | 'reads' | 'configuration' | 'form'

/** Blocks made from those of a base, and what each verifier must say first of them. */
export interface Vector {
  /** Kind and number, by which it is called. */
  name: string
  base: string
  edits: Edit[]
  first: Outcome
  second: Outcome
  /** Where both differ, why. */
  reason?: Reason
  /** What the auditor asks for, where that is not the base's own. */
  channel?: string
  roots?: Record<string, string>
}

/** Who made the blocks of a base, and all of them. */
export interface VectorBase {
  name: string
  blocks: readonly Uint8Array[]
  roots: Record<string, string>
}

/** Items by what is said of each, in their order. */
export const groupedBy = <Item>(items: readonly Item[], of: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item])
  return groups
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64')

const spliced = (bytes: Uint8Array, at: number, { cut, put }: { cut: number; put: string }): Buffer =>
  Buffer.concat([bytes.subarray(0, at), bytesOf(put), bytes.subarray(at + cut)])

const blockEdits: { [member: string]: (blocks: Uint8Array[], edit: never, base: VectorBase) => void } = {
  take: (blocks, { take }: { take: number }) => {
    blocks.length = take
  },
  drop: (blocks, { drop }: { drop: number }) => {
    blocks.splice(drop, 1)
  },
  repeat: (blocks, { repeat, behind }: { repeat: number; behind: number }) => {
    blocks.splice(behind + 1, 0, blocks[repeat] as Uint8Array)
  },
  swap: (blocks, { swap: [one, other] }: { swap: [number, number] }) => {
    const first = blocks[one] as Uint8Array
    blocks[one] = blocks[other] as Uint8Array
    blocks[other] = first
  },
  base: (blocks, { base: from, at }: { base: number; at: number }, { blocks: own }) => {
    blocks[at] = own[from] as Uint8Array
  },
  block: (blocks, { block, at, ...bytes }: { block: number; at: number; cut: number; put: string }) => {
    blocks[block] = spliced(blocks[block] as Uint8Array, at, bytes)
  },
}

/** The blocks of a vector, before their file is edited. */
export const blocksOf = ({ edits }: Pick<Vector, 'edits'>, base: VectorBase): Uint8Array[] => {
  const blocks = [...base.blocks]
  for (const edit of edits) {
    const [member = ''] = Object.keys(edit)
    blockEdits[member]?.(blocks, edit as never, base)
  }
  return blocks
}

const lengthOf = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return length
}

const exported = (blocks: readonly Uint8Array[], channel = Buffer.from('assay')): Buffer => {
  const front = [Buffer.from('assay blocks 1\n'), lengthOf(channel), channel]
  const bytes = Buffer.concat([...front, ...blocks.flatMap((block) => [lengthOf(block), block]), Buffer.alloc(4)])
  return Buffer.concat([bytes, createHash('sha256').update(bytes).digest()])
}

/** The export of a vector, whole. */
export const fileOf = (vector: Pick<Vector, 'edits'>, base: VectorBase): Buffer => {
  let file = exported(blocksOf(vector, base))
  for (const edit of vector.edits) {
    if ('file' in edit) file = spliced(file, edit.file, edit)
    if ('end' in edit) file = file.subarray(0, edit.end)
  }
  return file
}

/** Whether the file is edited, and not the blocks in it alone. */
export const isFileEdited = ({ edits }: Pick<Vector, 'edits'>): boolean =>
  edits.some((edit) => 'file' in edit || 'end' in edit)

const windowBytes = 12

const placesOf = (bytes: Uint8Array): Map<string, number[]> => {
  const text = Buffer.from(bytes).toString('latin1')
  const places = new Map<string, number[]>()
  for (let at = 0; at + windowBytes <= text.length; at += 1) {
    const window = text.slice(at, at + windowBytes)
    const known = places.get(window)
    if (known === undefined) places.set(window, [at])
    else known.push(at)
  }
  return places
}

/** The edits that make one block of another, from its end on, so that none moves the places of the next. */
export const editsBetween = (block: number, before: Uint8Array, after: Uint8Array): Edit[] => {
  const places = placesOf(before)
  const text = Buffer.from(after).toString('latin1')
  const edits: Edit[] = []
  let [from, start, at] = [0, 0, 0]
  const replace = (until: number, found: number) => {
    const put = Buffer.from(after.subarray(start, until)).toString('base64')
    if (found > from || put !== '') edits.unshift({ block, at: from, cut: found - from, put })
  }
  while (at < after.length) {
    const found = places.get(text.slice(at, at + windowBytes))?.find((place) => place >= from)
    if (found === undefined) {
      at += 1
      continue
    }
    replace(at, found)
    let length = 0
    while (before[found + length] === after[at + length] && at + length < after.length) length += 1
    from = found + length
    at += length
    start = at
  }
  replace(after.length, before.length)
  return edits
}
