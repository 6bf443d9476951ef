import { CampaignsScreen } from './campaigns-screen.tsx'
import { InstitutionScreen } from './institution-screen.tsx'

/** What draws the desk. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const institutionViews = { InstitutionScreen, CampaignsScreen }
