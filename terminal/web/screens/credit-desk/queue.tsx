import type { PriorityClass } from '../../../../chaincode/domains/trade-chain/priority.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readQueues } from '../../../sdk/trade-chain/queue.ts'
import { useEachBlock } from '../../market/trades/member-chains.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { ScrollingTable } from '../../pieces/table.tsx'
import { publishedClasses, stepMinutes, type WaitingAt, waitingIn } from '../../state/dispatch.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatMinutes, formatQuantity } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { classWords, dispatchWords } from './dispatch-words.ts'
import { orNone } from './use-confidential.ts'

const count = (figure: number | string): string => formatQuantity(`${figure}`, undefined)

/** The steps of ageing are whole, so that less than one is told as that. */
const waitText = (minutes: number): string =>
  minutes === 0
    ? say(dispatchWords.lessThan)(formatMinutes(stepMinutes))
    : say(dispatchWords.atLeast)(formatMinutes(minutes))

const Counts = ({ counts }: Pick<WaitingAt, 'counts'>) => (
  <ul class="button-row">
    {counts.map(([one, many]) => (
      <li key={one} class="pill" data-class={one} data-count={many}>
        {say(classWords[one])} {count(many)}
      </li>
    ))}
  </ul>
)

const Lines = ({ trades }: Pick<WaitingAt, 'trades'>) => (
  <ol class="rows">
    {trades.map(({ place, chain, client, class: of, standing, minutes }) => (
      <li key={chain} class="row" data-queued={chain} data-place={place}>
        <span class="row-main">
          <span class="row-title">{say(dispatchWords.placed)(count(place), client)}</span>
          <span class="row-note">
            {say(dispatchWords.waits)(waitText(minutes))}
            {standing !== of && ` · ${say(dispatchWords.standsAs)(say(classWords[standing]))}`}
          </span>
        </span>
        <span class="pill">{say(classWords[of])}</span>
      </li>
    ))}
  </ol>
)

const QueueAt = ({ at }: { at: WaitingAt }) => {
  const { institution, unanswered, unansweredMaximum, isFull, waiting, untold, counts, trades } = at
  return (
    <div class="stack" data-institution={institution} data-waiting={waiting} data-unanswered={unanswered}>
      <h3>{say(dispatchWords.queueAt)(nameOfOrganisation(institution))}</h3>
      <p>{say(dispatchWords.unanswered)(count(unanswered), count(unansweredMaximum))}</p>
      {isFull && <Alert tone="warn">{say(dispatchWords.isFull)}</Alert>}
      {trades.length === 0 ? (
        <p class="note">{say(dispatchWords.none)}</p>
      ) : (
        <>
          <Counts counts={counts} />
          <Lines trades={trades} />
        </>
      )}
      {untold > 0 && <p class="note">{say(dispatchWords.untold)(count(untold))}</p>}
    </div>
  )
}

/** What waits to be sent to each institution, first what is sent first, and how many have no answer (decision 0051). */
export const Queue = ({ terminal }: { terminal: Terminal }) => {
  const read = useResource('chain queue', () => orNone(readQueues(terminal)))
  useEachBlock(read)
  const queues = read.value?.value
  const all = queues === undefined ? [] : waitingIn(queues)
  return (
    <Section title={say(dispatchWords.queue)}>
      <p class="note">{say(dispatchWords.queueNote)}</p>
      <ReadingState of={read} lines={4} />
      {read.value !== undefined && queues === undefined && <Alert>{say(dispatchWords.noDispatcher)}</Alert>}
      {queues !== undefined && all.length === 0 && <p>{say(dispatchWords.none)}</p>}
      {all.map((at) => (
        <QueueAt key={at.institution} at={at} />
      ))}
    </Section>
  )
}

const topText = (minutes: number): string => (minutes === 0 ? say(dispatchWords.atOnce) : formatMinutes(minutes))

/** Which classes there are, by what a client is of each, and how waiting lifts a trade: the same for everybody. */
export const Classes = () => {
  const name = (one: PriorityClass) => say(classWords[one])
  return (
    <Section title={say(dispatchWords.classes)}>
      <p class="note">{say(dispatchWords.classesNote)}</p>
      <ScrollingTable
        label={say(dispatchWords.classes)}
        columns={[
          say(dispatchWords.class),
          { figure: say(dispatchWords.days) },
          { figure: say(dispatchWords.volume) },
          say(dispatchWords.toTop),
        ]}
      >
        {publishedClasses().map(({ class: of, leastDays, leastVolume, minutesToTop }) => (
          <tr key={of} data-class={of}>
            <th scope="row">{name(of)}</th>
            <td data-figure>{count(leastDays)}</td>
            <td data-figure>{count(leastVolume)}</td>
            <td>{topText(minutesToTop)}</td>
          </tr>
        ))}
      </ScrollingTable>
    </Section>
  )
}
