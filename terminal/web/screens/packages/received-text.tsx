import { say } from '../../state/settings.ts'
import { packageWords } from './words.ts'

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** What was inside a package, as text; nothing of it is run or made into markup. */
export const ReceivedText = ({ bytes }: { bytes: Uint8Array }) => {
  const text = textOf(bytes)
  return text === undefined ? <p class="note">{say(packageWords.notText)}</p> : <pre data-received>{text}</pre>
}
