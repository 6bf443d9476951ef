import { ConfirmedButton } from '../../pieces/confirmation.tsx'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { requestWords } from './words.ts'

type Send = ReturnType<typeof useInstruction>['send']

/** Says no to what one was asked, for good, once one was asked whether one means it. */
export const Decline = ({ onConfirm }: { onConfirm: (send: Send) => Promise<unknown> }) => {
  const instructing = useInstruction()
  return (
    <ConfirmedButton
      action={say(requestWords.decline)}
      title={say(requestWords.declineTitle)}
      text={say(requestWords.declineText)}
      instructing={instructing}
      onConfirm={() => onConfirm(instructing.send)}
    />
  )
}
