import { Icon } from '../../pieces/icon.tsx'
import { say } from '../../state/settings.ts'
import { type PadKey, padKeys, pressed } from './keypad.ts'
import { tillWords } from './words.ts'

const nameOf = (key: PadKey): string => {
  if (key === 'back') return say(tillWords.back)
  if (key === 'clear') return say(tillWords.clear)
  return key === '.' ? say(tillWords.point) : key
}

const faceOf = (key: PadKey) => {
  if (key === 'back') return <Icon name="back" />
  return key === 'clear' ? 'C' : key
}

/** Keys for an amount, large enough for a thumb; a keyboard types into the field above them instead. */
export const Pad = ({
  value,
  decimals,
  onValue,
}: {
  value: string
  decimals: number
  onValue: (value: string) => void
}) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce its legend with every key
  <div class="pad" role="group" aria-label={say(tillWords.keypad)}>
    {padKeys.map((key) => (
      <button
        key={key}
        type="button"
        aria-label={nameOf(key)}
        data-key={key}
        disabled={key === '.' && decimals === 0}
        onClick={() => onValue(pressed(value, key, decimals))}
      >
        {faceOf(key)}
      </button>
    ))}
  </div>
)
