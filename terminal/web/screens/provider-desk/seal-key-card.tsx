import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { sealKeyFor } from '../../platform/seal-key.ts'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useInstruction } from '../../state/use-instruction.ts'
import { useWork } from '../../state/use-work.ts'
import { useOwnKey } from './use-own-key.ts'
import { providerWords } from './words.ts'

/** Until this device can open what buyers seal to it: why it needs a key, and the button that makes and registers one. */
export const SealKeyCard = ({ account, device }: { account: string; device: string }) => {
  const own = useOwnKey({ account, device })
  const { send, isPending, fault } = useInstruction()
  const work = useWork()
  const make = () =>
    work.run(async () => {
      const { publicKey } = await sealKeyFor(await database(), device)
      await send('device.set-seal-key', { publicKey })
      own.reload()
    })
  if (own.fault) return <FaultAlert fault={own.fault} />
  if (own.value === undefined || own.value.isRegistered) return null
  const wrong = work.fault ?? fault
  return (
    <Section title={say(providerWords.sealTitle)}>
      {wrong && <FaultAlert fault={wrong} />}
      <p>{say(providerWords.sealWhy)}</p>
      <Button tone="primary" isPending={isPending || work.isPending} onClick={() => void make()}>
        {say(providerWords.sealMake)}
      </Button>
    </Section>
  )
}
