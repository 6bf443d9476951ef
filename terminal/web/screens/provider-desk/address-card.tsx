import { useState } from 'preact/hooks'
import { type ListedPurchase, readAddress } from '../../../sdk/purchases.ts'
import type { DeliveryAddress } from '../../../sdk/sealing/delivery-address.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Pairs } from '../../market/purchases/purchase-card.tsx'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { findSealKey } from '../../platform/seal-key.ts'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'
import { providerWords } from './words.ts'

const linesOf = ({ name, lines, postcode, country, telephone, note }: DeliveryAddress) => {
  const optional = (words: { zh: string; en: string }, text: string | undefined) =>
    text === undefined ? [] : [[say(words), text] as const]
  return [
    [say(providerWords.name), name] as const,
    [say(providerWords.address), [...lines, postcode, country].filter(Boolean).join(', ')] as const,
    ...optional(providerWords.telephone, telephone),
    ...optional(providerWords.note, note),
  ]
}

/** Where the order goes, opened on this device when somebody asks for it; it is in this page's memory alone (S1-051). */
export const AddressCard = ({ terminal, of, device }: { terminal: Terminal; of: ListedPurchase; device: string }) => {
  const [address, setAddress] = useState<DeliveryAddress | undefined>(undefined)
  const [isKeyless, setKeyless] = useState(false)
  const work = useWork()
  const open = () =>
    work.run(async () => {
      const key = await findSealKey(await database(), device)
      setKeyless(key === undefined)
      if (key !== undefined) setAddress(await readAddress(terminal, of, key))
    })
  return (
    <Section title={say(providerWords.addressTitle)}>
      {work.fault && <FaultAlert fault={work.fault} />}
      {isKeyless && <Alert tone="warn">{say(providerWords.addressNeedsKey)}</Alert>}
      {of.address === undefined && <p class="note">{say(providerWords.addressNone)}</p>}
      {of.address !== undefined && address === undefined && (
        <Button isPending={work.isPending} onClick={() => void open()}>
          {say(providerWords.addressOpen)}
        </Button>
      )}
      {address !== undefined && <Pairs lines={linesOf(address)} />}
    </Section>
  )
}
