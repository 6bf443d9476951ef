import type { Terminal } from '../../../sdk/terminal.ts'
import { readPaths } from '../../../sdk/trade-chain/paths.ts'
import { useEachBlock } from '../../market/trades/member-chains.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { pathToneOf, reachToneOf } from '../../state/dispatch.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatQuantity, formatSpan } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { dispatchWords, pathWords, reachWords } from './dispatch-words.ts'

type Reached = Awaited<ReturnType<typeof readPaths>>['institutions'][number]

const PathLine = ({ path }: { path: Reached['paths'][number] }) => {
  const { name, host, port, class: speed, ageSeconds, state } = path
  const isMeasured = speed !== undefined && ageSeconds !== undefined
  return (
    <li class="row" data-path={name} data-state={state}>
      <span class="row-main">
        <span class="row-title">{name}</span>
        <span class="row-note">
          {host}:{port}
          {isMeasured &&
            ` · ${say(dispatchWords.measured)(formatQuantity(speed, undefined), formatSpan(-ageSeconds * 1000))}`}
        </span>
      </span>
      <span class="pill" data-tone={pathToneOf(path)}>
        {say(pathWords[state])}
      </span>
    </li>
  )
}

/** No path is an alarm, which is told at once; one alone a warning (S2-024, S2-025). */
const Warning = ({ institution, state }: Pick<Reached, 'institution' | 'state'>) => {
  const tone = reachToneOf({ state })
  if (tone === undefined) return null
  const words = state === 'none' ? dispatchWords.pathNone : dispatchWords.pathOne
  return <Alert tone={tone}>{say(words)(nameOfOrganisation(institution))}</Alert>
}

const Institution = ({ reached: { institution, state, paths } }: { reached: Reached }) => (
  <div class="stack" data-reached={institution} data-state={state}>
    <div class="card-head">
      <h3>{nameOfOrganisation(institution)}</h3>
      <span class="pill" data-tone={reachToneOf({ state }) ?? 'good'}>
        {say(reachWords[state])}
      </span>
    </div>
    <Warning institution={institution} state={state} />
    {paths.length > 0 && (
      <ul class="rows">
        {paths.map((path) => (
          <PathLine key={path.name} path={path} />
        ))}
      </ul>
    )}
  </div>
)

/** How each institution is reached from this bank, how fast each path is, and whether the last delivery over it failed (decision 0052). */
export const Paths = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('chain paths', () => readPaths(terminal))
  useEachBlock(read)
  const institutions = read.value?.institutions
  return (
    <Section title={say(dispatchWords.paths)}>
      <ReadingState of={read} lines={3} />
      {institutions?.length === 0 && <p class="note">{say(dispatchWords.pathsNone)}</p>}
      {institutions?.map((reached) => (
        <Institution key={reached.institution} reached={reached} />
      ))}
    </Section>
  )
}
