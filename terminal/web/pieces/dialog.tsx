import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { shellWords } from '../dictionary/shell.ts'
import { say } from '../state/settings.ts'
import { Icon } from './icon.tsx'

/**
 * A dialog of the browser's own: it takes the focus, keeps it, and gives it back; Escape closes it. `onClose` hears of every
 * way in which it closes, a browser that cannot open it included.
 */
export const Dialog = ({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: ComponentChildren
}) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    try {
      dialog.current?.showModal()
    } catch {
      onClose()
    }
    return () => dialog.current?.close()
  }, [])
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={say(shellWords.close)}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="cross" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
