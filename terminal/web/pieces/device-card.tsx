import { useState } from 'preact/hooks'
import type { PublicKey } from '../../../chaincode/wire/instruction.ts'
import { deskWords } from '../dictionary/desk.ts'
import { say } from '../state/settings.ts'
import { Button } from './button.tsx'

/** What somebody at a desk must be given to put this device on the ledger: its account, a name, and its public key. */
export const DeviceCard = ({
  participant,
  name,
  publicKey,
}: {
  participant: string
  name: string
  publicKey: PublicKey
}) => {
  const [isCopied, setCopied] = useState(false)
  const text = JSON.stringify({ participant, name, publicKey })
  const copy = () => void navigator.clipboard?.writeText(text).then(() => setCopied(true))
  return (
    <details>
      <summary>{say(deskWords.cardOfDevice)}</summary>
      <div class="stack">
        <p class="note">{say(deskWords.cardOfDeviceText)}</p>
        <pre>{text}</pre>
        <div>
          <Button onClick={copy}>{say(isCopied ? deskWords.cardCopied : deskWords.copyCard)}</Button>
        </div>
      </div>
    </details>
  )
}
