import { shellWords } from '../../dictionary/shell.ts'
import { Page } from '../../pieces/page.tsx'
import { session } from '../../state/session.ts'
import { say } from '../../state/settings.ts'

export const HomeScreen = () => (
  <Page title={say(shellWords.home)}>
    <p>{session.value && say(shellWords.signedInAs)(session.value.account)}</p>
  </Page>
)
