import { RecommendationScreen } from './recommendation-screen.tsx'
import { RecommendationsScreen } from './recommendations-screen.tsx'

/** What draws recommendations. It loads as one file, since the name of each costs everybody a little before the first screen. */
export const recommendationViews = { RecommendationScreen, RecommendationsScreen }
