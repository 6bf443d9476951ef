import { useEffect, useRef } from 'preact/hooks'
import type { Unit } from '../../sdk/amount.ts'
import { shellWords } from '../dictionary/shell.ts'
import { say } from '../state/settings.ts'
import { Field } from './field.tsx'

/** An amount in its shown unit; the unit stands behind it, and with `onAll` a way to take all there is. */
export const AmountField = (properties: {
  label: string
  unit: Unit
  value: string
  onValue: (value: string) => void
  hint?: string | undefined
  wrong?: string | undefined
  onAll?: (() => void) | undefined
  /** Takes the focus when it appears. */
  isFocused?: boolean
  /** Hears of Enter, which else sends the form. */
  onEnter?: () => void
}) => {
  const { label, unit, value, onValue, hint, wrong, onAll, isFocused, onEnter } = properties
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFocused) input.current?.focus({ preventScroll: true })
  }, [])
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(ties) => (
        <div class="affixed">
          <input
            {...ties}
            ref={input}
            class="figure-input"
            inputMode="decimal"
            autocomplete="off"
            maxLength={40}
            value={value}
            onInput={({ currentTarget }) => onValue(currentTarget.value)}
            onKeyDown={({ key }) => key === 'Enter' && onEnter?.()}
          />
          <span class="affix">{/^10*$/.test(unit.basePerShown) ? unit.shownAs : unit.base}</span>
          {onAll && (
            <button type="button" class="affix affix-action" onClick={onAll}>
              {say(shellWords.all)}
            </button>
          )}
        </div>
      )}
    </Field>
  )
}
