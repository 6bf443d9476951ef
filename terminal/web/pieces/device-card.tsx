import { useEffect, useState } from 'preact/hooks'
import { type DeviceSigner, makeCard } from '../../sdk/device-signer.ts'
import { deskWords } from '../dictionary/desk.ts'
import { say } from '../state/settings.ts'
import { Button } from './button.tsx'

/** What somebody at a desk must be given to put this device on the ledger: its account, a name, and its public key, signed by it. */
export const DeviceCard = ({
  participant,
  name,
  signer,
}: {
  participant: string
  name: string
  signer: DeviceSigner
}) => {
  const [isCopied, setCopied] = useState(false)
  const [text, setText] = useState('')
  useEffect(() => {
    let isCurrent = true
    setText('')
    void makeCard(participant, name, signer).then((card) => isCurrent && setText(JSON.stringify(card)))
    return () => {
      isCurrent = false
    }
  }, [participant, name, signer.device])
  const copy = () => void navigator.clipboard?.writeText(text).then(() => setCopied(true))
  return (
    <details>
      <summary>{say(deskWords.cardOfDevice)}</summary>
      <div class="stack">
        <p class="note">{say(deskWords.cardOfDeviceText)}</p>
        <pre>{text}</pre>
        <div>
          <Button onClick={copy} isDisabled={text === ''}>
            {say(isCopied ? deskWords.cardCopied : deskWords.copyCard)}
          </Button>
        </div>
      </div>
    </details>
  )
}
