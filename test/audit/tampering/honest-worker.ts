import { parentPort, workerData } from 'node:worker_threads'
import { type Asked, lookAtHonest } from './honest.ts'

// Looks at the histories that it is given, and tells how far it is, and at last what it found.
const looked = await lookAtHonest(workerData as Asked, (soFar) =>
  parentPort?.postMessage({ looked: soFar, isLast: false }),
)
parentPort?.postMessage({ looked, isLast: true })
