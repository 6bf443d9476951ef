import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { CloseableAsyncIterable } from '@hyperledger/fabric-gateway'
import { type common, ledger, peer } from '@hyperledger/fabric-protos'
import { nameOf } from '../../../chaincode/wire/consortium.ts'
import { type BlockTransaction, readBlock } from '../../../gateway/fabric/block.ts'
import { connectFabric, type FabricConnection } from '../../../gateway/fabric/connect.ts'
import type { ChaincodeDefinition } from '../../../network/chaincode.ts'
import { renderConsortium } from '../../../network/consortium.ts'
import { deployChaincodes } from '../../../network/deploy.ts'
import { stopProcess } from '../../../network/process.ts'
import { waitForPeer } from '../../../network/ready.ts'
import { ordererOrganisations, peerOrganisations } from '../../../network/topology.ts'
import type { Answer, Driver } from '../../support/semantics/driver.ts'
import { waitUntilAllStand } from './agreement.ts'
import { renderedGateway } from './configuration.ts'
import { topology } from './network.ts'
import { RawClient, type RawProposal } from './raw-client.ts'

const waitSeconds = 60

const probe: ChaincodeDefinition = {
  name: 'probe',
  label: 'probe',
  modulePath: dirname(fileURLToPath(import.meta.resolve('../../support/semantics/probe.ts'))),
  consortium: renderConsortium(topology.consortium),
  collectionsFile: fileURLToPath(import.meta.resolve('../../support/semantics/collections.json')),
  portOffset: 2,
}

interface Endorsed extends Answer {
  proposal: RawProposal
  responses: peer.ProposalResponse[]
}

const eventIn = (bytes: Uint8Array): Answer['event'] => {
  if (bytes.length === 0) return undefined
  const event = peer.ChaincodeEvent.deserializeBinary(bytes)
  return { name: event.getEventName(), payload: Buffer.from(event.getPayload_asU8()).toString() }
}

/** What a peer's answer to a proposal says of the probe's rows. */
const answerIn = (response: peer.ProposalResponse | undefined): Answer => {
  const payload = peer.ProposalResponsePayload.deserializeBinary(response?.getPayload_asU8() ?? new Uint8Array())
  const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8())
  const set = ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8())
    .getNsRwsetList()
    .find((each) => each.getNamespace() === probe.name)
  const rows = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(set?.getRwset_asU8() ?? new Uint8Array())
  return {
    response: Buffer.from(action.getResponse()?.getPayload_asU8() ?? '').toString(),
    event: eventIn(action.getEvents_asU8()),
    reads: rows.getReadsList().map((read) => ({ key: read.getKey(), isPresent: read.getVersion() !== undefined })),
    scans: rows
      .getRangeQueriesInfoList()
      .map((scan) => ({ start: scan.getStartKey(), end: scan.getEndKey(), exhausted: scan.getItrExhausted() })),
    writes: rows
      .getWritesList()
      .map((write) =>
        write.getIsDelete()
          ? `${write.getKey()} deleted`
          : `${write.getKey()}=${Buffer.from(write.getValue_asU8()).toString()}`,
      ),
  }
}

type Placed = BlockTransaction & { block: bigint }

const follows = (before: Placed | undefined, { block, position }: Placed): boolean =>
  before === undefined || (before.block === block && before.position < position)

/** What one organisation's peer committed from a height on, and nobody has asked for yet. */
class Commits {
  readonly #fabric: FabricConnection
  readonly #placed: Placed[] = []
  #blocks: CloseableAsyncIterable<common.Block> | undefined
  #failure: unknown

  constructor(organisation: string) {
    this.#fabric = connectFabric(renderedGateway(organisation))
  }

  async follow(height: number): Promise<void> {
    this.#blocks = await this.#fabric.network.getBlockEvents({ startBlock: BigInt(height) })
    this.#read(this.#blocks).catch((error: unknown) => {
      this.#failure = error
    })
  }

  async #read(blocks: AsyncIterable<common.Block>): Promise<void> {
    for await (const block of blocks) {
      const { number, transactions } = readBlock(block, [probe.name])
      this.#placed.push(...transactions.map((transaction) => ({ ...transaction, block: number })))
    }
  }

  #take(ids: readonly string[]): Placed[] | undefined {
    const left = [...this.#placed]
    const taken = ids.map((id) => {
      const at = left.findIndex(({ transaction }) => transaction === id)
      return at === -1 ? undefined : left.splice(at, 1)[0]
    })
    if (taken.includes(undefined)) return undefined
    this.#placed.splice(0, this.#placed.length, ...left)
    return taken as Placed[]
  }

  /** Waits until the peer has committed transactions of these ids, each as often as it is named. */
  async of(ids: readonly string[]): Promise<Placed[]> {
    const end = Date.now() + waitSeconds * 1000
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure
      const taken = this.#take(ids)
      if (taken !== undefined) return taken
      if (Date.now() > end) throw new Error(`a peer has not committed all of ${ids.join(', ')}`)
      await sleep(5)
    }
  }

  close(): void {
    this.#blocks?.close()
    this.#fabric.close()
  }
}

/**
 * The network of this test run with the probe as a chaincode of its own, to see the cases on. It makes its transactions itself, since
 * an ordinary client neither sends too few endorsements nor one transaction twice.
 */
export class ProbedNetwork implements Driver<Endorsed> {
  readonly consortium = topology.consortium
  readonly #client = new RawClient({
    organisation: nameOf(this.consortium.peerOrganisations[0] as string),
    name: 'gateway',
  })
  readonly #commits = peerOrganisations(topology).map(({ name }) => new Commits(name))
  #isSplit = false

  static async open(): Promise<ProbedNetwork> {
    await deployChaincodes(topology, [probe], { report: () => {} })
    const question = { chaincode: probe.name }
    await Promise.all(peerOrganisations(topology).map((one) => waitForPeer(topology, one, question)))
    const network = new ProbedNetwork()
    const height = await waitUntilAllStand(topology)
    await Promise.all(network.#commits.map((commits) => commits.follow(height)))
    return network
  }

  /** Leaves the network as it was, but for the definition that nothing serves any more. */
  async close(): Promise<void> {
    this.#client.close()
    for (const commits of this.#commits) commits.close()
    const names = peerOrganisations(topology).map(({ name }) => `chaincode-${probe.name}-${name}`)
    await Promise.all(names.map((name) => stopProcess(topology.dataFolder, name)))
  }

  /** Deletes all rows of the probe. */
  async clear(): Promise<void> {
    const [code] = await this.commit(await this.endorse('clear', [], this.consortium.peerOrganisations))
    if (code !== 'VALID') throw new Error(`the rows of the probe could not be deleted: ${code}`)
    this.#isSplit = false
  }

  /** Whether the orderers cut a block in the midst of what was to be in one since the rows were deleted, as they may. */
  get isSplit(): boolean {
    return this.#isSplit
  }

  async endorse(
    transaction: string,
    args: readonly string[],
    organisations: readonly string[] = this.consortium.peerOrganisations.slice(0, this.consortium.quorum),
  ): Promise<Endorsed> {
    const proposal = await this.#client.propose({ call: `Probe:${transaction}`, args, chaincode: probe.name })
    return this.#endorse(proposal, organisations)
  }

  endorseAgain({ proposal }: Endorsed, organisations: readonly string[]): Promise<Endorsed> {
    return this.#endorse(proposal, organisations)
  }

  async #endorse(proposal: RawProposal, organisations: readonly string[]): Promise<Endorsed> {
    const responses: peer.ProposalResponse[] = []
    for (const mspId of organisations) responses.push(await this.#client.endorse(nameOf(mspId), proposal))
    const payloads = responses.map((response) => Buffer.from(response.getPayload_asU8()).toString('hex'))
    if (new Set(payloads).size > 1) throw new Error('ProposalResponsePayloads do not match')
    return { ...answerIn(responses[0]), proposal, responses }
  }

  async commit(...endorsed: Endorsed[]): Promise<string[]> {
    const envelopes = await Promise.all(
      endorsed.map(({ proposal, responses }) => this.#client.transactionOf(proposal, responses)),
    )
    const orderer = ordererOrganisations(topology)[0]?.name ?? ''
    const statuses = await this.#client.broadcast(orderer, ...envelopes)
    if (statuses.some((status) => status !== 200)) throw new Error(`the orderer answered ${statuses.join(', ')}`)
    const ids = endorsed.map(({ proposal }) => proposal.transaction)
    const [placed = [], ...elsewhere] = await Promise.all(this.#commits.map((commits) => commits.of(ids)))
    const codes = placed.map(({ validation }) => validation)
    for (const other of elsewhere) {
      if (other.some(({ validation }, index) => validation !== codes[index]))
        throw new Error('peers judged differently')
    }
    this.#isSplit ||= placed.some((each, index) => !follows(placed[index - 1], each))
    return codes
  }

  async text(key: string): Promise<string | undefined> {
    const { response, reads } = await this.endorse('copy', [key, 'copy'])
    return reads[0]?.isPresent ? response : undefined
  }
}
