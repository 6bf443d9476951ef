import { CreditScreen } from './credit-screen.tsx'
import { DispatchScreen } from './dispatch-screen.tsx'

/** What draws the desk. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const creditViews = { CreditScreen, DispatchScreen }
