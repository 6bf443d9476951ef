import { useState } from 'preact/hooks'
import { type ListedPurchase, readAddress } from '../../../sdk/purchases.ts'
import type { DeliveryAddress } from '../../../sdk/sealing/delivery-address.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Button } from '../../pieces/button.tsx'
import { Section } from '../../pieces/page.tsx'
import { Alert, FaultAlert } from '../../pieces/states.tsx'
import { findSealKey } from '../../platform/seal-key.ts'
import { database } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useWork } from '../../state/use-work.ts'
import { Pairs } from './purchase-card.tsx'
import { purchaseWords } from './words.ts'

const linesOf = ({ name, lines, postcode, country, telephone, note }: DeliveryAddress) => {
  const optional = (words: { zh: string; en: string }, text: string | undefined) =>
    text === undefined ? [] : [[say(words), text] as const]
  return [
    [say(purchaseWords.name), name] as const,
    [say(purchaseWords.address), [...lines, postcode, country].filter(Boolean).join(', ')] as const,
    ...optional(purchaseWords.telephone, telephone),
    ...optional(purchaseWords.note, note),
  ]
}

/** Where the order goes, opened on this device when somebody asks for it; it is in this page's memory alone (S1-051). */
export const AddressCard = ({ terminal, of }: { terminal: Terminal; of: ListedPurchase }) => {
  const [address, setAddress] = useState<DeliveryAddress | undefined>(undefined)
  const [isKeyless, setKeyless] = useState(false)
  const work = useWork()
  const open = () =>
    work.run(async () => {
      const key = await findSealKey(await database(), terminal.signer.device)
      setKeyless(key === undefined)
      if (key !== undefined) setAddress(await readAddress(terminal, of, key))
    })
  return (
    <Section title={say(purchaseWords.addressTitle)}>
      {work.fault && <FaultAlert fault={work.fault} />}
      {isKeyless && <Alert tone="warn">{say(purchaseWords.addressNeedsKey)}</Alert>}
      {of.address === undefined && <p class="note">{say(purchaseWords.addressNone)}</p>}
      {of.address !== undefined && address === undefined && (
        <Button isPending={work.isPending} onClick={() => void open()}>
          {say(purchaseWords.addressOpen)}
        </Button>
      )}
      {address !== undefined && <Pairs lines={linesOf(address)} />}
    </Section>
  )
}
