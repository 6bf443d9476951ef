import { useState } from 'preact/hooks'
import type { PackageContents } from '../../../chaincode/domains/packages/terms.ts'
import { textOf } from '../../../chaincode/wire/bounded-json.ts'
import { mediaTypeOf, playedTypeOf } from '../../../chaincode/wire/media-type.ts'
import { receivedDataWords } from '../dictionary/received-data.ts'
import { rowsOfNumbers } from '../state/received-data.ts'
import { say } from '../state/settings.ts'
import { Button } from './button.tsx'
import { ProgramRun, useAddress } from './program-run.tsx'
import { FaultAlert } from './states.tsx'
import { ScrollingTable } from './table.tsx'

interface Received {
  bytes: Uint8Array
}

/** Bytes that are not what their giver declared: nothing of them is shown. */
const Unfit = () => <FaultAlert fault={{ code: 'contents_not_as_declared', values: {} }} />

const Text = ({ bytes }: Received) => {
  const text = textOf(bytes)
  return text === undefined ? <p class="note">{say(receivedDataWords.notText)}</p> : <pre data-received>{text}</pre>
}

const Picture = ({ bytes, type }: Received & { type: string }) => {
  const address = useAddress(bytes, type)
  return address === undefined ? null : <img data-received src={address} alt={say(receivedDataWords.picture)} />
}

const Document = ({ bytes }: Received) => {
  const type = mediaTypeOf(bytes)
  return type?.startsWith('image/') ? <Picture bytes={bytes} type={type} /> : <Text bytes={bytes} />
}

const Numbers = ({ bytes }: Received) => {
  const [first, ...rows] = rowsOfNumbers(textOf(bytes) ?? '') ?? []
  if (first === undefined) return <Unfit />
  return (
    <ScrollingTable
      label={say(receivedDataWords.numbers)}
      columns={first.map((_, place) => ({ figure: `${place + 1}` }))}
    >
      {[first, ...rows].map((row, place) => (
        <tr key={place}>
          {row.map((value, column) => (
            <td key={column} data-figure>
              {value}
            </td>
          ))}
        </tr>
      ))}
    </ScrollingTable>
  )
}

const Passwords = ({ bytes }: Received) => {
  const [isShown, setShown] = useState(false)
  return (
    <>
      {isShown && (textOf(bytes) === undefined ? <Unfit /> : <Text bytes={bytes} />)}
      <div>
        <Button onClick={() => setShown(!isShown)}>
          {say(isShown ? receivedDataWords.hide : receivedDataWords.tapped)}
        </Button>
      </div>
    </>
  )
}

/** Sound and video from the bytes that were opened here, and from nowhere else (S3-057, S3-058). */
const Playing = ({ bytes, as: kind }: Received & { as: 'audio' | 'video' }) => {
  const type = playedTypeOf(bytes, kind)
  const address = useAddress(type === undefined ? undefined : bytes, type ?? 'application/octet-stream')
  const [isFailed, setFailed] = useState(false)
  if (type === undefined) return <Unfit />
  if (isFailed) return <p class="note">{say(receivedDataWords.cannotPlay)}</p>
  const shown = { controls: true, preload: 'auto', src: address, onError: () => setFailed(true) } as const
  if (address === undefined) return null
  return kind === 'audio' ? (
    <audio data-received aria-label={say(receivedDataWords.sound)} {...shown} />
  ) : (
    <video data-received aria-label={say(receivedDataWords.video)} playsInline {...shown} />
  )
}

/**
 * What was inside a package, by what its giver said that it is: bytes that were decrypted and verified here. Nothing of it becomes markup, an
 * address elsewhere, or a script of this page.
 */
export const ReceivedData = ({ contents, bytes }: Received & { contents: PackageContents }) => {
  if (contents === 'numbers') return <Numbers bytes={bytes} />
  if (contents === 'passwords') return <Passwords bytes={bytes} />
  if (contents === 'audio' || contents === 'video') return <Playing bytes={bytes} as={contents} />
  return contents === 'program' || contents === 'opening' ? <ProgramRun given={bytes} /> : <Document bytes={bytes} />
}
