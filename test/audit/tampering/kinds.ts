import { byteKinds } from './families/bytes.ts'
import { collectionKinds } from './families/collections.ts'
import { confidentialKinds } from './families/confidential.ts'
import { deviceKinds } from './families/devices.ts'
import { endorsementKinds } from './families/endorsements.ts'
import { evidenceKinds } from './families/evidence.ts'
import { fileKinds } from './families/files.ts'
import { matchingForgeries } from './families/matches.ts'
import { orderKinds } from './families/order.ts'
import { ordererKinds } from './families/orderers.ts'
import { outcomeKinds } from './families/outcomes.ts'
import { policyKinds } from './families/policies.ts'
import { projectionKinds } from './families/projections.ts'
import { timeKinds } from './families/time.ts'
import type { Kinds } from './kind.ts'

/** Every kind of forgery, family by family. */
export const kinds: Kinds = {
  ...byteKinds,
  ...orderKinds,
  ...ordererKinds,
  ...endorsementKinds,
  ...policyKinds,
  ...deviceKinds,
  ...outcomeKinds,
  ...collectionKinds,
  ...confidentialKinds,
  ...timeKinds,
  ...matchingForgeries,
  ...fileKinds,
  ...projectionKinds,
  ...evidenceKinds,
}
