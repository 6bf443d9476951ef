import type { ComponentChildren, TargetedEvent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { noticeWords } from '../dictionary/notices.ts'
import { say } from '../state/settings.ts'
import type { Instructing } from '../state/use-instruction.ts'
import { Button } from './button.tsx'
import { Alert, FaultAlert } from './states.tsx'

const focusFirstWrong = (form: HTMLFormElement): void => {
  // What is wrong is marked with the next showing.
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 50)
}

const firstField = 'input:not([type=radio], [type=checkbox]), select, textarea'

/**
 * A form that ends in one instruction: locked while that is under way, with a word for whoever presses again (row S0-032).
 * `onSubmit` answers false when something that was typed is wrong; the first such field then takes the focus.
 */
export const InstructionForm = ({
  label,
  action,
  instructing,
  onSubmit,
  isDisabled,
  isFocused,
  more,
  children,
}: {
  label: string
  action: string
  instructing: Instructing
  onSubmit: () => boolean
  isDisabled?: boolean
  /** The first field takes the focus when the form appears. */
  isFocused?: boolean
  /** What few change, below the button. */
  more?: ComponentChildren
  children: ComponentChildren
}) => {
  const { isPending, wasPressedAgain, fault } = instructing
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (isFocused) form.current?.querySelector<HTMLElement>(firstField)?.focus({ preventScroll: true })
  }, [])
  const submit = (event: TargetedEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isDisabled !== true && !onSubmit()) focusFirstWrong(event.currentTarget)
  }
  return (
    <form ref={form} class="form" aria-label={label} onSubmit={submit} noValidate>
      {fault && <FaultAlert fault={fault} />}
      {children}
      <Button type="submit" tone="primary" isWide isPending={isPending} isDisabled={isDisabled ?? false}>
        {isPending ? say(noticeWords.working) : action}
      </Button>
      {more}
      {wasPressedAgain && <Alert>{say(noticeWords.pressedAgain)}</Alert>}
    </form>
  )
}
