import type { Projection } from '../projection/projection.ts'

/** An answer with the height of the projection, at which it holds (decision 0013). */
export const atHeight = <Answer extends object>(
  { projection }: { projection: Pick<Projection, 'height'> },
  answer: Answer,
): Answer & { height: string } => ({ ...answer, height: projection.height.toString() })
