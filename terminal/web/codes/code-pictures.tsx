import { useMemo, useState } from 'preact/hooks'
import { groupsOf } from '../../sdk/code-digits.ts'
import { say } from '../state/settings.ts'
import { code128Of } from './code-128.ts'
import { spoken } from './digits.ts'
import type { ModulePicture } from './modules.ts'
import { qrOf } from './qr.ts'
import { codeWords } from './words.ts'

/** A code as a picture, black on white whatever the theme is. */
export const CodePicture = ({
  picture,
  label,
  kind,
}: {
  picture: ModulePicture
  label: string
  kind: 'qr' | 'barcode'
}) => (
  <svg
    class={`code-${kind}`}
    role="img"
    aria-label={label}
    viewBox={`0 0 ${picture.width} ${picture.height}`}
    preserveAspectRatio={kind === 'qr' ? 'xMidYMid meet' : 'none'}
    shapeRendering="crispEdges"
  >
    <path d={picture.path} fill="#000" />
  </svg>
)

/**
 * The eighteen digits as a barcode, in groups, and as a QR code, black on white whatever the theme is, since a scanner reads
 * nothing else. A screen reader hears the digits one by one.
 */
export const CodePictures = ({ digits }: { digits: string }) => {
  const [barcode, qr] = useMemo(() => [code128Of(digits), qrOf(digits)], [digits])
  const [isLarge, setLarge] = useState(false)
  return (
    <div class="code-pictures" data-large={isLarge}>
      <button
        type="button"
        class="code-enlarge"
        aria-pressed={isLarge}
        title={say(codeWords.enlarge)}
        onClick={() => setLarge(!isLarge)}
      >
        <CodePicture picture={barcode} label={say(codeWords.barcodeLabel)} kind="barcode" />
      </button>
      <p class="code-digits">
        <span class="visually-hidden">{say(codeWords.codeLabel)(spoken(digits))}</span>
        <span aria-hidden="true" data-digits={digits}>
          {groupsOf(digits).map((group, place) => (
            <b key={place}>{group}</b>
          ))}
        </span>
      </p>
      <CodePicture picture={qr} label={say(codeWords.qrLabel)} kind="qr" />
    </div>
  )
}
