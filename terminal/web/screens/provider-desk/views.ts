import { ProviderScreen } from './provider-screen.tsx'
import { ProviderPurchaseScreen } from './purchase-screen.tsx'

/** What draws a provider’s desk. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const providerViews = { ProviderScreen, ProviderPurchaseScreen }
