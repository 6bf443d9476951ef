import './platform/zod-without-evaluation.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/pieces.css'
import './styles/vouchers.css'
import { render } from 'preact'
import { Application } from './shell/application.tsx'
import { prepareScreen } from './shell/prepare-screen.ts'
import { watchResults } from './state/instructing.ts'
import { watchLedger } from './state/live.ts'
import { path, watchAddress } from './state/route.ts'
import { watchScrolling } from './state/scroll.ts'
import { followOtherTabs, resume, watchIdleness } from './state/session.ts'
import { applySettings } from './state/settings.ts'
import { loadRefusalWords } from './words/reason.ts'

const root = document.querySelector('#application')
if (root === null) throw new Error('the page has no place for the application')

applySettings()
watchAddress()
prepareScreen(path.value)
watchScrolling()
// Without the gateway the session cannot be taken up; the page then begins without one.
await resume().catch((error: unknown) => console.warn(error))
watchIdleness()
followOtherTabs()
watchLedger()
watchResults()
render(<Application />, root)
loadRefusalWords().catch((error: unknown) => console.warn(error))
// Keys are released behind the first screen, and only while somebody allowed it.
import('./state/key-service.ts')
  .then(({ serveRequests }) => serveRequests(async () => (await import('./market/packages/release.ts')).releaseAsked))
  .catch((error: unknown) => console.warn(error))

if ('serviceWorker' in navigator && window.isSecureContext) {
  // What was loaded before it came is kept too, so that the screens opened until now open without a network.
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  navigator.serviceWorker
    .register('/service-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage(loaded))
    .catch((error: unknown) => console.warn(error))
}
