import type { ComponentChildren, TargetedInputEvent } from 'preact'
import { useId, useState } from 'preact/hooks'
import { loginWords } from '../dictionary/login.ts'
import { shellWords } from '../dictionary/shell.ts'
import { say } from '../state/settings.ts'
import { Icon } from './icon.tsx'

interface Shared {
  label: string
  hint?: string | undefined
  /** What is wrong with the value, and how to mend it; undefined while nothing is. */
  wrong?: string | undefined
  isOptional?: boolean
}

/** What a control needs to be tied to its label, hint and error. */
export interface ControlTies {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

/** A label, a control, a hint and what is wrong, tied together for keyboards and screen readers. */
export const Field = ({
  label,
  hint,
  wrong,
  isOptional,
  children,
}: Shared & { children: (ties: ControlTies) => ComponentChildren }) => {
  const id = useId()
  // Where the hint is what is wrong, it is said once.
  const isHintShown = hint !== undefined && hint !== wrong
  const described = [isHintShown ? `${id}-hint` : '', wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>
        {label}
        {isOptional && <span class="note"> ({say(shellWords.optional)})</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': wrong ? 'true' : undefined })}
      {isHintShown && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {wrong && (
        <span class="wrong" id={`${id}-wrong`} role="alert">
          <Icon name="alert" />
          {wrong}
        </span>
      )}
    </div>
  )
}

interface Input {
  value: string
  onValue: (value: string) => void
  name?: string
  autocomplete?: string
  autocapitalize?: 'none'
  spellcheck?: boolean
  inputMode?: 'numeric' | 'decimal' | 'search'
  maxLength?: number
  placeholder?: string
  affix?: string | undefined
  isFigure?: boolean
}

const textOf = ({ currentTarget }: TargetedInputEvent<HTMLInputElement>): string => currentTarget.value

/** A line of text, or a figure with its unit behind it. */
export const TextField = ({
  label,
  hint,
  wrong,
  isOptional = false,
  value,
  onValue,
  affix,
  isFigure,
  ...rest
}: Shared & Input) => (
  <Field label={label} hint={hint} wrong={wrong} isOptional={isOptional}>
    {(ties) => (
      // The same around the field whether its unit is known or not: a field built anew while somebody types loses focus and text.
      <div class={affix === undefined ? undefined : 'affixed'}>
        <input
          {...rest}
          {...ties}
          class={isFigure ? 'figure-input' : undefined}
          value={value}
          onInput={(event) => onValue(textOf(event))}
        />
        {affix !== undefined && <span class="affix">{affix}</span>}
      </div>
    )}
  </Field>
)

/** A password, which can be shown while it is typed. */
export const PasswordField = ({
  label,
  hint,
  wrong,
  value,
  onValue,
  name,
  autocomplete,
}: Shared & Pick<Input, 'value' | 'onValue' | 'name' | 'autocomplete'>) => {
  const [isShown, setShown] = useState(false)
  const shared = {
    ...({ name, autocomplete, autocapitalize: 'none', spellcheck: false, value } as const),
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => onValue(textOf(event)),
  }
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(ties) => (
        <div class="affixed">
          {isShown ? <input {...ties} {...shared} type="text" /> : <input {...ties} {...shared} type="password" />}
          <button
            type="button"
            class="affix"
            aria-pressed={isShown}
            aria-label={say(loginWords.showPassword)}
            onClick={() => setShown(!isShown)}
          >
            <Icon name="eye" />
          </button>
        </div>
      )}
    </Field>
  )
}

/** A choice of few, all in sight. */
export const Segments = <V extends string>(properties: {
  label: string
  value: V
  options: readonly (readonly [V, string])[]
  onValue: (value: V) => void
  isLabelHidden?: boolean
}) => {
  const { label, value, options, onValue, isLabelHidden } = properties
  const name = useId()
  return (
    <fieldset class="field">
      <legend class={isLabelHidden ? 'visually-hidden' : 'label'}>{label}</legend>
      <div class="segments">
        {options.map(([option, text]) => (
          <label key={option}>
            <input type="radio" name={name} checked={option === value} onChange={() => onValue(option)} />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
