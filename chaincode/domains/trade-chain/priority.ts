/** The classes in which trades wait to be sent on, lowest first (decision 0051). */
export const priorityClasses = ['basic', 'regular', 'active', 'prime'] as const
export type PriorityClass = (typeof priorityClasses)[number]

/** What a client's activity must come to for a class: on how many days it traded, and for how much, in whole units of the cash. */
export interface ClassRequirement {
  class: PriorityClass
  leastDays: bigint
  leastVolume: bigint
}

/** The published table: a client has the highest class of which its activity comes to both (S2-020). */
export const classTable: readonly ClassRequirement[] = [
  { class: 'basic', leastDays: 0n, leastVolume: 0n },
  { class: 'regular', leastDays: 1n, leastVolume: 10_000n },
  { class: 'active', leastDays: 8n, leastVolume: 200_000n },
  { class: 'prime', leastDays: 20n, leastVolume: 2_000_000n },
]

/** The least that a trade must cost or bring to count, in whole units of its cash. */
export const countedVolumeLeast = 100n

/** The most of one UTC day's trades that counts, in whole units of the cash; however many they are, they count as one day (S2-023). */
export const dayVolumeMaximum = 500_000n

/** Behind so many days what was counted before is worth half. */
export const halvingDays = 30n

/** A chain that waits stands one class higher for each of these, in milliseconds: ten minutes (S2-022). */
export const ageingMilliseconds = 600_000n
