import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { shellWords } from '../dictionary/shell.ts'
import { say } from '../state/settings.ts'
import type { Instructing } from '../state/use-instruction.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FaultAlert } from './states.tsx'

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
