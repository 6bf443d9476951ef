import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import './desk.css'
import { shellWords } from '../dictionary/shell.ts'
import { say } from '../state/settings.ts'
import type { Act as ActOfForm } from '../state/use-act.ts'
import type { Instructing } from '../state/use-instruction.ts'
import { ActForm } from './act-form.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FaultAlert } from './states.tsx'

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

/** Asks once more before something that cannot be undone. */
export const Confirmation = ({
  title,
  action,
  instructing,
  onConfirm,
  onClose,
  children,
}: {
  title: string
  action: string
  instructing: Pick<Instructing, 'isPending' | 'fault'>
  onConfirm: () => void
  onClose: () => void
  children: ComponentChildren
}) => (
  <Dialog title={title} onClose={onClose}>
    {instructing.fault && <FaultAlert fault={instructing.fault} />}
    {children}
    <div class="button-row">
      <Button tone="danger" isPending={instructing.isPending} onClick={onConfirm}>
        {action}
      </Button>
      <Button onClick={onClose}>{say(shellWords.cancel)}</Button>
    </div>
  </Dialog>
)

/** A button for what cannot be undone: it asks once more in a dialog, does it then, and closes the dialog when it is done. */
export const ConfirmedButton = ({
  action,
  title,
  text,
  instructing,
  isDisabled,
  onConfirm,
}: {
  action: string
  title: string
  text: string
  instructing: Instructing
  isDisabled?: boolean
  onConfirm: () => Promise<unknown>
}) => {
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  return (
    <>
      <Button tone="danger" isDisabled={isDisabled ?? false} onClick={() => setAsking(true)}>
        {action}
      </Button>
      {isAsking && (
        <Confirmation
          title={title}
          action={action}
          instructing={instructing}
          onConfirm={() => void onConfirm().then(close)}
          onClose={close}
        >
          <p>{text}</p>
        </Confirmation>
      )}
    </>
  )
}

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
