import { Field, Segments, TextField } from '../../pieces/field.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { say } from '../../state/settings.ts'
import type { Fields } from '../../state/use-fields.ts'
import type { WindowTexts } from '../../state/window-form.ts'
import { recommendWords } from './words.ts'

type Names = 'at' | 'from' | 'until' | 'minutes' | 'which' | 'window' | 'strict'

const ways = { duration: recommendWords.duration, interval: recommendWords.interval, moment: recommendWords.moment }

const TimeField = ({
  label,
  hint,
  bound,
}: {
  label: string
  hint?: string
  bound: ReturnType<Fields<Names>['bind']>
}) => (
  <Field label={label} hint={hint} wrong={bound.wrong}>
    {(ties) => (
      <input
        {...ties}
        type="datetime-local"
        value={bound.value}
        onInput={({ currentTarget }) => bound.onValue(currentTarget.value)}
      />
    )}
  </Field>
)

const Strict = ({ fields }: { fields: Fields<Names> }) => (
  <Segments
    label={say(recommendWords.strict)}
    value={fields.values.strict}
    options={[
      ['no', say(recommendWords.strictNo)],
      ['yes', say(recommendWords.strictYes)],
    ]}
    onValue={(strict) => fields.set({ strict })}
  />
)

const Which = ({ fields }: { fields: Fields<Names> }) => (
  <Segments
    label={say(recommendWords.which)}
    value={fields.values.which}
    options={[
      ['earlier', say(recommendWords.earlier)],
      ['later', say(recommendWords.later)],
    ]}
    onValue={(which) => fields.set({ which })}
  />
)

/** When an answer is wanted, in one of three forms; which of two moments is meant is asked where clocks show a time twice. */
export const WindowFields = ({ fields, zone, isTwice }: { fields: Fields<Names>; zone: string; isTwice: boolean }) => {
  const form = fields.values.window as WindowTexts['form']
  const hint = say(recommendWords.zone)(zone)
  return (
    <>
      <p class="label">{say(recommendWords.window)}</p>
      <Ways label={say(recommendWords.window)} way={form} words={ways} onWay={(window) => fields.set({ window })} />
      {form === 'duration' && (
        <>
          <TextField
            label={say(recommendWords.minutes)}
            inputMode="numeric"
            maxLength={6}
            {...fields.bind('minutes')}
          />
          <Strict fields={fields} />
        </>
      )}
      {form === 'interval' && <TimeField label={say(recommendWords.from)} hint={hint} bound={fields.bind('from')} />}
      {form === 'interval' && <TimeField label={say(recommendWords.until)} bound={fields.bind('until')} />}
      {form === 'moment' && <TimeField label={say(recommendWords.until)} hint={hint} bound={fields.bind('at')} />}
      {isTwice && <Which fields={fields} />}
    </>
  )
}
