// What the state of the web terminal asks of its page when it is loaded: an address, and nothing else.
const address = { hash: '', origin: 'http://127.0.0.1:1', href: 'http://127.0.0.1:1/', pathname: '/' }

if (!('location' in globalThis)) Object.defineProperty(globalThis, 'location', { value: address, configurable: true })
