import type { Load, View } from '../screens/screen.ts'

const loaded = new Map<Load, View>()

/** What draws a screen, when it was loaded before; undefined when not. */
export const loadedView = (load: Load): View | undefined => loaded.get(load)

/** Loads what draws a screen, and keeps it for the next time. */
export const loadView = async (load: Load): Promise<View> => {
  const view = loaded.get(load) ?? (await load())
  loaded.set(load, view)
  return view
}

/** What trying again needs of the browser. */
export interface Browser {
  isGatewayReached: () => Promise<boolean>
  reload: () => void
}

const ownBrowser: Browser = {
  // No service worker answers this from what it keeps.
  isGatewayReached: () =>
    fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    ),
  reload: () => location.reload(),
}

/**
 * Loads once more what could not be loaded. When the gateway answers and yet has no such part, or the browser keeps to its first
 * failure, the page itself is loaded anew; that also takes up a newer version.
 */
export const loadAgain = async (load: Load, browser: Browser = ownBrowser): Promise<View> => {
  try {
    return await loadView(load)
  } catch (error) {
    if (await browser.isGatewayReached()) browser.reload()
    throw error
  }
}
