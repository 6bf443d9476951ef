import type { ComponentChildren } from 'preact'
import './desk.css'
import type { Act as ActOfForm } from '../state/use-act.ts'
import { ActForm } from './act-form.tsx'
import { Dialog } from './dialog.tsx'

/** A part of a desk that opens when it is needed: one act, its form and what it means. */
export const Act = ({
  title,
  text,
  isOpen,
  children,
}: {
  title: string
  text?: string
  isOpen?: boolean
  children: ComponentChildren
}) => (
  <details class="card act" open={isOpen ?? false}>
    <summary>
      <h2>{title}</h2>
    </summary>
    <div class="stack">
      {text !== undefined && <p class="note">{text}</p>}
      {children}
    </div>
  </details>
)

/** A form in a dialog that ends in one instruction. */
export const FormDialog = ({
  title,
  text,
  action,
  act,
  isDisabled,
  isFocused,
  onClose,
  children,
}: {
  title: string
  text?: string
  action: string
  act: ActOfForm
  isDisabled?: boolean
  /** Its first field takes the focus when it opens. */
  isFocused?: boolean
  onClose: () => void
  children: ComponentChildren
}) => (
  <Dialog title={title} onClose={onClose}>
    {text !== undefined && <p class="note">{text}</p>}
    <ActForm label={title} action={action} act={act} isDisabled={isDisabled ?? false} isFocused={isFocused ?? false}>
      {children}
    </ActForm>
  </Dialog>
)
