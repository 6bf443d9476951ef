/** A part of the project whose tests are tried by mutation, and how much of what is changed in it they must notice. */
export interface Area {
  readonly sources: readonly string[]
  readonly tests: readonly string[]
  /** Tests that take minutes each, which nobody waits for once for every mutant. */
  readonly without?: readonly string[]
  /** Of a hundred mutants that are not known to be equivalent. */
  readonly demandedPercent: number
}

const chaincode = {
  tests: ['test/chaincode/**/*.test.ts'],
  without: ['test/chaincode/contracts/market-conservation.test.ts'],
  demandedPercent: 95,
}
const work = ['lanes', 'outbox', 'projection', 'payments', 'services', 'credentials']

export const areas = {
  rules: { sources: ['chaincode/rules/**/*.ts'], ...chaincode },
  batch: { sources: ['chaincode/batch/**/*.ts'], ...chaincode },
  gateway: {
    sources: work.map((folder) => `gateway/${folder}/**/*.ts`),
    tests: ['test/gateway/**/*.test.ts'],
    demandedPercent: 85,
  },
  web: { sources: ['terminal/web/state/**/*.ts'], tests: ['test/terminal/web/**/*.test.ts'], demandedPercent: 85 },
} satisfies { readonly [name: string]: Area }

export type AreaName = keyof typeof areas
