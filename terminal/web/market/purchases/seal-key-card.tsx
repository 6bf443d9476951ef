import type { ComponentChildren } from 'preact'
import { sealKeyBody } from '../../../sdk/sealing/seal-for.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { ownSealKey, useOwnKey } from './use-own-key.ts'
import { purchaseWords } from './words.ts'

/** Until this device can open what others seal to it: why it needs a key, and the button that makes and registers one. */
export const SealKeyCard = ({
  terminal,
  title,
  children,
}: {
  terminal: Terminal
  title: string
  /** Why it needs one. */
  children: ComponentChildren
}) => {
  const own = useOwnKey({ account: terminal.participant, device: terminal.signer.device })
  const { send, isPending, fault } = useInstruction()
  const work = useWork()
  const make = () =>
    work.run(async () => {
      await send('device.set-seal-key', await sealKeyBody(terminal, await ownSealKey(terminal)))
      own.reload()
    })
  if (own.fault) return <FaultAlert fault={own.fault} />
  if (own.value === undefined || own.value.isRegistered) return null
  const wrong = work.fault ?? fault
  return (
    <Section title={title}>
      {wrong && <FaultAlert fault={wrong} />}
      <p>{children}</p>
      <Button tone="primary" isPending={isPending || work.isPending} onClick={() => void make()}>
        {say(purchaseWords.sealMake)}
      </Button>
    </Section>
  )
}
