const address = { hash: '', origin: 'http://127.0.0.1:1', href: 'http://127.0.0.1:1/', pathname: '/' }

/**
 * Loads modules of the web terminal's state outside a browser: they ask for the page's address, and let a clock run, which here must
 * keep no process alive.
 */
export const loadedOutsidePage = async <Module>(load: () => Promise<Module>): Promise<Module> => {
  const real = globalThis.setInterval
  const patient = (...parts: Parameters<typeof real>) => real(...parts).unref()
  Object.defineProperty(globalThis, 'location', { value: address, configurable: true })
  globalThis.setInterval = patient as unknown as typeof real
  try {
    return await load()
  } finally {
    globalThis.setInterval = real
    Reflect.deleteProperty(globalThis, 'location')
  }
}
