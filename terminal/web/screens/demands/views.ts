import { DemandScreen } from './demand-screen.tsx'
import { DemandsScreen } from './demands-screen.tsx'

/** What draws demands. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const demandViews = { DemandScreen, DemandsScreen }
