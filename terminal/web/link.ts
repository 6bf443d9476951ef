import { takeLink } from './state/opened-link.ts'

// Before anything else of the page runs: from here on the address has no key, and nothing that is loaded now can read one there.
takeLink(location, history)

await import('./main.tsx')
