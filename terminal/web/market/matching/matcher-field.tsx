import { type ListedMatcher, readMatchers } from '../../../sdk/matching/records.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { type Resource, useResource } from '../../state/use-resource.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { matchingWords } from './words.ts'

/** The matching services that are open. */
export const useMatchers = (terminal: Terminal): Resource<readonly ListedMatcher[]> =>
  useResource('matchers', async () => (await readMatchers(terminal)).items)

/** The service that is meant: the chosen one, else the first; so that nobody is asked where there is only one. */
export const matcherOf = (matchers: readonly ListedMatcher[] | undefined, chosen: string): ListedMatcher | undefined =>
  matchers?.find(({ matcher }) => matcher === chosen) ?? matchers?.[0]

/** Which service is trusted with it; asked only where there are several. */
export const MatcherField = ({
  matchers,
  value,
  onValue,
}: {
  matchers: Resource<readonly ListedMatcher[]>
  value: string
  onValue: (matcher: string) => void
}) => {
  if (matchers.value === undefined) return <ReadingState of={matchers} lines={1} />
  if (matchers.value.length === 0) return <Alert tone="warn">{say(matchingWords.noMatcher)}</Alert>
  if (matchers.value.length === 1) return null
  return (
    <SelectField
      label={say(matchingWords.matcher)}
      hint={say(matchingWords.matcherHint)}
      value={matcherOf(matchers.value, value)?.matcher ?? ''}
      options={matchers.value.map(
        ({ matcher, home }) => [matcher, `${matcher} · ${nameOfOrganisation(home)}`] as const,
      )}
      onValue={onValue}
    />
  )
}
