import { BroadcastChannel as NodeChannel } from 'node:worker_threads'

const address = { hash: '', origin: 'http://127.0.0.1:1', href: 'http://127.0.0.1:1/', pathname: '/' }

class PatientChannel extends NodeChannel {
  constructor(name: string) {
    super(name)
    this.unref()
  }
}

/**
 * Loads modules of the web terminal's state outside a browser: they ask for the page's address, let a clock run and listen to other
 * tabs, all of which here must keep no process alive.
 */
export const loadedOutsidePage = async <Module>(load: () => Promise<Module>): Promise<Module> => {
  const { setInterval: real, BroadcastChannel: channel } = globalThis
  const patient = (...parts: Parameters<typeof real>) => real(...parts).unref()
  const put = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  put('location', address)
  put('setInterval', patient)
  put('BroadcastChannel', PatientChannel)
  try {
    return await load()
  } finally {
    put('setInterval', real)
    put('BroadcastChannel', channel)
    Reflect.deleteProperty(globalThis, 'location')
  }
}
