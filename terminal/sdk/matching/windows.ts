import { Temporal } from 'temporal-polyfill'
import { TerminalFault } from '../errors.ts'

/** Which of two moments is meant where clocks were put back and show the same time twice. */
export type Occurrence = 'earlier' | 'later'

/** A local date and time as a clock of `zone` shows it: `2027-03-28T02:30`. */
export interface LocalTime {
  local: string
  /** A time zone of the IANA database, such as `Europe/Berlin`. */
  zone: string
  /** Needed only where that clock shows the time twice. */
  which?: Occurrence | undefined
}

const read = <T>(reading: () => T, fault: () => TerminalFault): T => {
  try {
    return reading()
  } catch {
    throw fault()
  }
}

const noTime = ({ local }: LocalTime) =>
  new TerminalFault('setting_unusable', {
    problem: `${JSON.stringify(local)} is no local date and time`,
    next: 'Give it as 2027-03-28T09:00, without a zone.',
  })

const noZone = ({ zone }: LocalTime) =>
  new TerminalFault('unknown_zone', {
    problem: `${JSON.stringify(zone)} is no time zone that this machine knows`,
    next: 'Give one such as Asia/Shanghai or Europe/Berlin.',
  })

const gap = ({ local, zone }: LocalTime) =>
  new TerminalFault('local_time_missing', {
    problem: `clocks of ${zone} never show ${local}: they are put forward past it`,
    next: 'Give a time before or after that.',
  })

const twice = ({ local, zone }: LocalTime) =>
  new TerminalFault('ambiguous_local_time', {
    problem: `clocks of ${zone} show ${local} twice, since they are put back`,
    next: 'Say which is meant: the earlier or the later one.',
  })

/**
 * The UTC instant of a local time, in milliseconds since 1970, as instructions have it (S3-041). Refuses `setting_unusable` for what is no
 * date and time, `unknown_zone`, `local_time_missing` where clocks are put forward past it, and `ambiguous_local_time` where they show it
 * twice and `which` does not say which.
 */
export const instantOf = (time: LocalTime): string => {
  const { local, zone, which } = time
  const plain = read(
    () => Temporal.PlainDateTime.from(local),
    () => noTime(time),
  )
  if (/[zZ[\]]|[+-]\d\d:?\d\d$/.test(local.slice(10))) throw noTime(time)
  const at = (disambiguation: Occurrence) =>
    read(
      () => plain.toZonedDateTime(zone, { disambiguation }),
      () => noZone(time),
    )
  const [earlier, later] = [at('earlier'), at('later')]
  if (earlier.epochMilliseconds === later.epochMilliseconds) return String(earlier.epochMilliseconds)
  if (!earlier.toPlainDateTime().equals(plain)) throw gap(time)
  if (which === undefined) throw twice(time)
  return String((which === 'earlier' ? earlier : later).epochMilliseconds)
}

/** A window as `recommendation.open` takes it. */
export type WindowBody =
  | { form: 'moment'; at: string; zone: string }
  | { form: 'interval'; from: string; until: string; zone: string }
  | { form: 'duration'; milliseconds: string }

/** When an answer is wanted, as people say it. */
export type WantedWindow =
  | { at: string; zone: string; which?: Occurrence | undefined }
  | { from: string; until: string; zone: string; which?: Occurrence | undefined }
  | { milliseconds: number }

/** The window of UTC instants that somebody means, with the zone in which it is shown. Refuses as `instantOf` does. */
export const windowFrom = (wanted: WantedWindow): WindowBody => {
  if ('milliseconds' in wanted) return { form: 'duration', milliseconds: String(wanted.milliseconds) }
  const { zone, which } = wanted
  if ('at' in wanted) return { form: 'moment', at: instantOf({ local: wanted.at, zone, which }), zone }
  const [from, until] = [wanted.from, wanted.until].map((local) => instantOf({ local, zone, which }))
  return { form: 'interval', from: from as string, until: until as string, zone }
}
