import { segmentWords } from '../../market/trades/words.ts'
import { Icon, type IconName } from '../../pieces/icon.tsx'
import { say } from '../../state/settings.ts'
import type { Station } from '../../state/trades.ts'
import { formatMoment } from '../../words/format.ts'
import { stationWords, tradeFormWords } from './words.ts'

const icons: { readonly [S in Station['state']]: IconName } = {
  ...({ done: 'check', next: 'clock', late: 'alert', failed: 'cross', ahead: 'others' } as const),
}

const stateText = ({ state, at }: Station): string => {
  if (state === 'done' && at !== undefined) return formatMoment(at)
  if (state === 'failed') return `${say(tradeFormWords.notReached)}${at === undefined ? '' : ` · ${formatMoment(at)}`}`
  return say(
    {
      done: tradeFormWords.toCome,
      next: tradeFormWords.waiting,
      late: tradeFormWords.late,
      ahead: tradeFormWords.toCome,
    }[state],
  )
}

const StationLine = ({ station }: { station: Station }) => (
  <li class="row" data-station={station.station} data-state={station.state}>
    <Icon name={icons[station.state]} />
    <span class="row-main">{say(stationWords[station.station])}</span>
    <span class="row-end row-note">{stateText(station)}</span>
  </li>
)

/** How far a trade came, segment by segment of its chain. */
export const Progress = ({ stations }: { stations: readonly Station[] }) => (
  <div class="stack">
    {([1, 2, 3] as const).map((segment) => (
      <div key={segment} data-segment={segment}>
        <h3>{say(segmentWords[segment])}</h3>
        <ol class="rows">
          {stations
            .filter((one) => one.segment === segment)
            .map((station) => (
              <StationLine key={station.station} station={station} />
            ))}
        </ol>
      </div>
    ))}
  </div>
)
