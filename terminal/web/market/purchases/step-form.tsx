import type { ComponentChildren } from 'preact'
import { ActForm } from '../../pieces/act-form.tsx'
import { type Asked, useAct } from '../../state/use-act.ts'

/** A step that asks for nothing: what it means, and one button, with a review where money or metal moves. */
export const StepForm = ({
  action,
  asked,
  children,
}: {
  action: string
  asked: Asked
  children: ComponentChildren
}) => {
  const act = useAct({ check: () => true, asked: () => asked })
  return (
    <ActForm label={action} action={action} act={act}>
      <p class="note">{children}</p>
    </ActForm>
  )
}
