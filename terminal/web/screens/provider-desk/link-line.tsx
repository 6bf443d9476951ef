import { useState } from 'preact/hooks'
import { Button } from '../../pieces/button.tsx'
import { Field } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import { providerWords } from './words.ts'

/** The whole link of a certificate with a way to copy it, and where else it is kept. */
export const LinkLine = ({ link }: { link: string }) => {
  const [told, setTold] = useState<'copied' | 'notCopied' | undefined>(undefined)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      setTold('copied')
    } catch {
      setTold('notCopied')
    }
  }
  return (
    <div class="stack">
      <Field label={say(providerWords.link)} hint={say(providerWords.linkOnce)}>
        {(ties) => <input {...ties} readOnly value={link} onFocus={({ currentTarget }) => currentTarget.select()} />}
      </Field>
      <div class="button-row">
        <Button onClick={() => void copy()}>{say(providerWords.copy)}</Button>
        {told !== undefined && (
          <span class="note" role="status">
            {say(providerWords[told])}
          </span>
        )}
      </div>
    </div>
  )
}
