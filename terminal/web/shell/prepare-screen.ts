import { screenAt } from '../screens/screens.ts'
import { loadView } from './loading.ts'

/** Begins to load the screen at an address; when that fails, opening the screen tells. */
export const prepareScreen = (path: string): void => {
  const screen = screenAt(path)?.screen
  if (screen !== undefined && 'load' in screen) loadView(screen.load).catch(() => undefined)
}
