import { shellWords } from '../dictionary/shell.ts'
import { Button } from '../pieces/button.tsx'
import { Page } from '../pieces/page.tsx'
import { EmptyState } from '../pieces/states.tsx'
import type { Parameters } from '../screens/screen.ts'
import { screens } from '../screens/screens.ts'
import { navigate } from '../state/route.ts'
import { say } from '../state/settings.ts'
import { rolesText } from '../words/role-names.ts'
import { otherRoleWords } from './words.ts'

/** A screen of others, named by its route: which roles open it. */
export const OtherRole = ({ parameters }: { parameters: Parameters }) => {
  const { title = shellWords.notFoundTitle, roles = [] } =
    screens.find(({ route }) => route === parameters['route']) ?? {}
  return (
    <Page title={say(title)} isNarrow>
      <EmptyState icon="lock" title={say(otherRoleWords.title)(say(title), rolesText(roles))}>
        <span>{say(otherRoleWords.text)}</span>
        <Button onClick={() => navigate('/')}>{say(shellWords.toHome)}</Button>
      </EmptyState>
    </Page>
  )
}
