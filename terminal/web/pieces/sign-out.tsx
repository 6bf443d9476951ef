import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { shellWords } from '../dictionary/shell.ts'
import { navigate } from '../state/route.ts'
import { signOut } from '../state/session.ts'
import { say } from '../state/settings.ts'
import { useWork } from '../state/use-work.ts'
import { Confirmation } from './confirmation.tsx'

/** Signs out once somebody has confirmed it; `children` draws what is pressed to be asked. */
export const SignOut = ({ children }: { children: (ask: () => void) => ComponentChildren }) => {
  const [isAsking, setAsking] = useState(false)
  const work = useWork()
  const leave = () =>
    work.run(async () => {
      await signOut()
      navigate('/sign-in')
    })
  return (
    <>
      {children(() => setAsking(true))}
      {isAsking && (
        <Confirmation
          title={say(shellWords.signOutTitle)}
          action={say(shellWords.signOut)}
          instructing={work}
          onConfirm={() => void leave()}
          onClose={() => setAsking(false)}
        >
          <p>{say(shellWords.signOutText)}</p>
        </Confirmation>
      )}
    </>
  )
}
