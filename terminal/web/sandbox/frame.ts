/** The source of the thread, which the build puts here: this page may load nothing, so it brings all with it. */
declare const threadSource: string

// The page of the sandbox: it hands one task of the page that holds it on to a thread, with the port for the answer.
globalThis.addEventListener('message', function hand({ source, data, ports }: MessageEvent) {
  if (source !== window.parent || ports.length !== 1) return
  globalThis.removeEventListener('message', hand)
  const address = URL.createObjectURL(new Blob([threadSource], { type: 'text/javascript' }))
  const thread = new Worker(address)
  thread.postMessage(data, [...ports])
})
