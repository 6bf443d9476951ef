import type { ComponentType } from 'preact'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import type { Phrase } from '../dictionary/phrase.ts'
import type { IconName } from '../pieces/icon.tsx'

/** The named parts of the address, as text: whoever reads them checks them. */
export type Parameters = { readonly [name: string]: string }

/** A screen of the terminal. Everything that is known of it from outside stands here, and nowhere else. */
export interface Screen {
  /** The address behind `#`, with `:name` for a part that varies. */
  route: string
  title: Phrase
  /** Who gets in: anybody, or an authorised device; with `roles`, one that carries at least one of them. */
  access: 'open' | 'authorised'
  roles?: readonly DeviceRole[]
  /** Stands in the navigation under this drawing; left out, it is reached from other screens. */
  icon?: IconName
  view: ComponentType<{ parameters: Parameters }>
}
