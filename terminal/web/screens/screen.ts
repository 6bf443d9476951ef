import type { ComponentType } from 'preact'
import type { DeviceRole } from '../../../chaincode/wire/device.ts'
import type { Phrase } from '../dictionary/phrase.ts'
import type { IconName } from '../pieces/icon.tsx'

/** The named parts of the address, as text: whoever reads them checks them. */
export type Parameters = { readonly [name: string]: string }

/** What draws a screen. */
export type View = ComponentType<{ parameters: Parameters }>

/** What is known of a screen before it opens; the navigation is made of it. */
interface Place {
  /** The address behind `#`, with `:name` for a part that varies. */
  route: string
  title: Phrase
  /** Who gets in: anybody, or an authorised device; with `roles`, one that carries at least one of them. */
  access: 'open' | 'authorised'
  roles?: readonly DeviceRole[]
  /** Stands in the navigation under this drawing; left out, it is reached from other screens. */
  icon?: IconName
}

/** Loads what draws a screen; rejects when that cannot be reached, or is of a version that is gone. */
export type Load = () => Promise<View>

/**
 * A screen of the terminal. Everything that is known of it from outside stands here, and nowhere else. Only what everybody sees
 * first has its `view` at once; any other screen is loaded when it opens.
 */
export type Screen = Place & ({ view: View } | { load: Load })
