import type { Cast, Name } from '../cast.ts'
import type { Stage } from './stage.ts'

/** One picture of the plan: whose screen it is, where it is, and what has to be done there before it is taken. */
export interface Screen {
  name: string
  /** Nobody: somebody who has not logged in. */
  who?: Name
  path: string
  /** What is done there; `cast` are the others of the demonstration, who act from elsewhere. */
  show?: (stage: Stage, cast: Cast) => Promise<void>
  /** What must be ended after the picture, so that the next one begins afresh. */
  end?: (stage: Stage, cast: Cast) => Promise<void>
}
