import type { Consortium } from '../../../chaincode/wire/consortium.ts'
import { InMemoryLedger, type Proposal } from '../ledger.ts'
import type { Answer, Driver } from './driver.ts'
import { Probe } from './probe.ts'

interface Endorsed extends Answer {
  proposal: Proposal
}

const answerOf = (proposal: Proposal): Endorsed => {
  const { response, event, readWriteSet } = proposal
  return {
    proposal,
    response,
    event,
    reads: readWriteSet.reads.map(({ key, version }) => ({ key, isPresent: version !== undefined })),
    scans: readWriteSet.ranges.map(({ start, end, exhausted }) => ({ start, end, exhausted })),
    writes: readWriteSet.writes.map(({ key, value }) => (value === undefined ? `${key} deleted` : `${key}=${value}`)),
  }
}

/** A fresh ledger in memory, to see the cases on. */
export class InMemoryDriver implements Driver<Endorsed> {
  readonly consortium: Consortium
  readonly #ledger: InMemoryLedger
  readonly #probe: Probe

  constructor(consortium: Consortium) {
    this.consortium = consortium
    this.#ledger = new InMemoryLedger({ consortium })
    this.#probe = new Probe(consortium)
  }

  async endorse(
    transaction: string,
    args: readonly string[],
    organisations: readonly string[] = this.consortium.peerOrganisations.slice(0, this.consortium.quorum),
    txId?: string,
  ): Promise<Endorsed> {
    const proposal = await this.#ledger.endorse({
      caller: { mspId: this.consortium.peerOrganisations[0] as string },
      contract: this.#probe,
      transaction,
      args,
      organisations,
      timestamp: 1_800_000_000_000n,
      ...(txId === undefined ? {} : { txId }),
    })
    return answerOf(proposal)
  }

  endorseAgain({ proposal }: Endorsed, organisations: readonly string[]): Promise<Endorsed> {
    return this.endorse(proposal.transaction, proposal.args, organisations, proposal.txId)
  }

  async commit(...endorsed: Endorsed[]): Promise<string[]> {
    return this.#ledger.commit(endorsed.map(({ proposal }) => proposal)).transactions.map(({ code }) => code)
  }

  async text(key: string): Promise<string | undefined> {
    return this.#ledger.state.table('').get(key)?.value.toString()
  }
}
