import type { ComponentChildren } from 'preact'
import type { Act } from '../state/use-act.ts'
import { InstructionForm } from './instruction-form.tsx'
import { ReviewSheet } from './review-sheet.tsx'

/**
 * The one shape of every form that ends in an instruction: its fields, what is wrong with them, a review where money or rights move,
 * and one press that is sent once. What was typed is kept until it is taken; Enter sends.
 */
export const ActForm = ({
  label,
  action,
  act,
  isDisabled,
  isFocused,
  more,
  children,
}: {
  label: string
  /** What the button does, with the amount as it was read. */
  action: string
  act: Act
  isDisabled?: boolean
  /** Its first field takes the focus when it appears. */
  isFocused?: boolean
  /** What few change, below the button. */
  more?: ComponentChildren
  children: ComponentChildren
}) => (
  <>
    <InstructionForm
      label={label}
      action={action}
      instructing={act.instructing}
      onSubmit={act.submit}
      isDisabled={isDisabled ?? false}
      isFocused={isFocused ?? false}
      more={more}
    >
      {children}
    </InstructionForm>
    {act.review !== undefined && <ReviewSheet act={act} review={act.review} />}
  </>
)
