import type { Bytes } from '../../sdk/bytes.ts'

type Pick = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>

/** Where something goes that is saved: all of it, or nothing. */
export interface Place {
  write: (content: Bytes) => Promise<void>
}

/** A file that somebody chose: it is written piece by piece beside its place, and moved there once it is whole. */
const chosenFile = async (pick: Pick, name: string): Promise<Place | undefined> => {
  try {
    const handle = await pick({ suggestedName: name })
    return { write: async (content) => content.pipeTo(await handle.createWritable()) }
  } catch (error) {
    if ((error as Error).name === 'AbortError') return undefined
    throw error
  }
}

const rememberMilliseconds = 60_000

/**
 * A download: its bytes are gathered by the browser outside the page, which lays them on its disk when there are many. A stream through the
 * service worker would need an address that holds what is private, and ends with the worker, which browsers stop when it is quiet.
 */
const download = (name: string): Place => ({
  write: async (content) => {
    const address = URL.createObjectURL(await new Response(content).blob())
    const link = document.createElement('a')
    Object.assign(link, { href: address, download: name })
    link.click()
    // The browser has begun to read it by then; it stays as long as the page otherwise.
    setTimeout(() => URL.revokeObjectURL(address), rememberMilliseconds)
  },
})

/**
 * Where something is to be saved under this name: asked for where the browser can write files itself, as a download where not. Undefined when
 * somebody thought better of it. Must be called while a press is being answered, since browsers ask for a file only then.
 */
export const choosePlace = async (name: string): Promise<Place | undefined> => {
  const { showSaveFilePicker: pick } = window as { showSaveFilePicker?: Pick }
  return pick === undefined ? download(name) : chosenFile((options) => pick.call(window, options), name)
}
