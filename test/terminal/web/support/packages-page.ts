import type { LaidInPage, PageTask } from '../../../../scripts/bench/packages/page-task.ts'
import { connect } from '../../../../terminal/sdk/connection.ts'
import { uploadPackage } from '../../../../terminal/sdk/packages/mailbox.ts'
import { memoryNumbers } from '../../../../terminal/sdk/stores.ts'
import { Terminal } from '../../../../terminal/sdk/terminal.ts'
import { signerOf } from '../../../../terminal/web/platform/device-key.ts'
import { findPackageKey, sealedIn } from '../../../../terminal/web/platform/package-store.ts'
import { choosePlace } from '../../../../terminal/web/platform/save-file.ts'
import { openVerified } from '../../../../terminal/web/screens/packages/opening.ts'
import { sealChosen } from '../../../../terminal/web/screens/packages/sending.ts'
import { database } from '../../../../terminal/web/state/session.ts'

const terminalOf = async ({ side, privateKey }: PageTask): Promise<Terminal> => {
  const { participant, device, publicKey } = side
  const bytes = Uint8Array.from(atob(privateKey), (letter) => letter.charCodeAt(0))
  const key = await crypto.subtle.importKey('pkcs8', bytes, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const signer = signerOf({ account: participant, device, publicKey, privateKey: key })
  return new Terminal({ connection: connect(location.origin), participant, signer, numbers: memoryNumbers() })
}

/** Seals the file that was chosen and lays it down, with what the screen of who gives uses. */
const giveInPage = async (task: PageTask): Promise<LaidInPage> => {
  const { interaction, receiver } = task
  const file = document.querySelector('input')?.files?.[0]
  if (file === undefined) throw new Error('no file was chosen')
  const terminal = await terminalOf(task)
  await sealChosen(file, { interaction, receiver }, () => {})
  const store = await database()
  return uploadPackage(terminal, () => sealedIn(store, interaction))
}

/** Has `choosePlace` write into a file of the page's own, since nobody is there to choose another one. */
const chooseOwnFile = (): void => {
  const pick = async ({ suggestedName }: { suggestedName: string }) =>
    (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })
  Object.assign(window, { showSaveFilePicker: pick })
}

/** Fetches, verifies and saves a package as the screen of who receives does: into a file that was chosen, or as a download. */
const openInPage = async (
  task: PageTask,
  { package: name, size, as }: { package: string; size: number; as: 'file' | 'download' },
): Promise<void> => {
  const { interaction } = task
  const [terminal, store] = [await terminalOf(task), await database()]
  if (as === 'file') chooseOwnFile()
  else Object.assign(window, { showSaveFilePicker: undefined })
  const [first, second] = [
    await findPackageKey(store, interaction, 'first'),
    await findPackageKey(store, interaction, 'second'),
  ]
  if (first === undefined || second === undefined) throw new Error('the keys are gone')
  const place = await choosePlace('opened')
  const parts = { keys: { first, second }, bytesMaximum: 2 ** 30, onStep: () => {} }
  const of = { interaction, package: name, size: `${size}` } as Parameters<typeof openVerified>[1]
  await place?.write((await openVerified(terminal, of, parts)).content)
}

/** The digest in hexadecimal of what was saved into the page's own file, in one read: it comes after all is measured. */
const digestOfOwnFile = async (): Promise<string> => {
  const file = await (await (await navigator.storage.getDirectory()).getFileHandle('opened')).getFile()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

Object.assign(window, { giveInPage, openInPage, digestOfOwnFile })
