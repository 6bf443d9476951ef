import { PackageScreen } from './package-screen.tsx'
import { PackagesScreen } from './packages-screen.tsx'

/** What draws packages. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const packageViews = { PackageScreen, PackagesScreen }
