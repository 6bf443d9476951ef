import { readHandedKey } from '../../../sdk/certificates/handover.ts'
import { readInstances } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { ownSealKey } from '../../market/purchases/use-own-key.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import { goodsWords } from './words.ts'

const most = 200

/** Opens a certificate that was handed to this account with the key that came along, sealed to this device (S1-020); else nothing. */
export const HandedKey = ({
  id,
  terminal,
  onKey,
}: {
  id: string
  terminal: Terminal
  onKey: (key: string) => void
}) => {
  const own = useResource(`handed ${terminal.participant}`, () => readInstances(terminal, { limit: most }))
  const work = useWork()
  const handed = own.value?.items.find(
    ({ certificate, holder, sealedKey }) =>
      certificate === id && holder === terminal.participant && sealedKey !== undefined,
  )
  if (handed === undefined) return null
  const open = () => work.run(async () => onKey(await readHandedKey(terminal, handed, await ownSealKey(terminal))))
  return (
    <Section title={say(goodsWords.handedTitle)}>
      {work.fault && <FaultAlert fault={work.fault} />}
      <p>{say(goodsWords.handed)}</p>
      <Button tone="primary" isWide isPending={work.isPending} onClick={() => void open()}>
        {say(goodsWords.handedOpen)}
      </Button>
    </Section>
  )
}
