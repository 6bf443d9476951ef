import { useEffect, useMemo, useState } from 'preact/hooks'
import { type DeviceSigner, makeCard } from '../../sdk/device-signer.ts'
import { Button } from '../pieces/button.tsx'
import { say } from '../state/settings.ts'
import { CodePicture } from './code-pictures.tsx'
import './codes.css'
import { qrOf } from './qr.ts'
import { codeWords } from './words.ts'

/** Whose device a card is of. */
export interface CardOf {
  participant: string
  name: string
  signer: DeviceSigner
}

const useCard = ({ participant, name, signer }: CardOf): string => {
  const [text, setText] = useState('')
  useEffect(() => {
    let isCurrent = true
    setText('')
    void makeCard(participant, name, signer).then((card) => isCurrent && setText(JSON.stringify(card)))
    return () => {
      isCurrent = false
    }
  }, [participant, name, signer.device])
  return text
}

/**
 * What a desk must be given to put this device on the ledger: its account, a name, and its public key, signed by it. Its camera reads
 * the picture; the last characters of the key are compared on both screens.
 */
export const DeviceCard = (card: CardOf) => {
  const text = useCard(card)
  const picture = useMemo(() => (text === '' ? undefined : qrOf(text, { isLong: true })), [text])
  const [isCopied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard?.writeText(text).then(() => setCopied(true))
  return (
    <div class="stack">
      <p class="note">{say(codeWords.cardText)}</p>
      {picture && (
        <div class="device-card">
          <CodePicture picture={picture} label={say(codeWords.cardLabel)} kind="qr" />
          <p>
            {say(codeWords.keyEnd)} <strong class="key-end">{card.signer.device.slice(-6)}</strong>
          </p>
        </div>
      )}
      <div>
        <Button onClick={copy} isDisabled={text === ''}>
          {say(isCopied ? codeWords.cardCopied : codeWords.copyCard)}
        </Button>
      </div>
      {text !== '' && <pre>{text}</pre>}
    </div>
  )
}
