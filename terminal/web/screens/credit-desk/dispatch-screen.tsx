import { shellWords } from '../../dictionary/shell.ts'
import { OwnResults } from '../../pieces/own-results.tsx'
import { Page } from '../../pieces/page.tsx'
import { ownTerminal, roles } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { Approvals } from './approvals.tsx'
import { dispatchWords } from './dispatch-words.ts'
import { Paths } from './paths.tsx'
import { Classes, Queue } from './queue.tsx'
import { Stalled } from './stalled.tsx'

/** How a bank sends trades on: what waits and in which order, over which paths, and what does not go on by itself. */
export const DispatchScreen = () => {
  const terminal = ownTerminal.value
  if (terminal === undefined) return null
  const own = roles.value
  // Of which class a client is, the pair alone knows, and an auditor not.
  const isOfBank = own.includes('credit') || own.includes('dispatcher')
  return (
    <Page title={say(shellWords.dispatch)} lead={say(dispatchWords.lead)}>
      <div class="split">
        <div class="split-main">
          {isOfBank && <Queue terminal={terminal} />}
          <Stalled terminal={terminal} />
        </div>
        <div class="split-side">
          <Paths terminal={terminal} />
          {own.includes('credit') && <Approvals terminal={terminal} />}
          <Classes />
          <OwnResults only={({ kind }) => /^approval\.|^chain\.(reconcile|mark-unknown|void)$/.test(kind)} />
        </div>
      </div>
    </Page>
  )
}
