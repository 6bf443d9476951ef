import { matcherParticipant } from '../../../scripts/matcher.ts'
import { readScene } from '../../scenario/support/scene.ts'

/** The matching service whose device the supplier's gateway holds, as the scene puts it on the ledger. */
export const readMatchingService = async (): Promise<string> => {
  await readScene()
  return matcherParticipant
}
