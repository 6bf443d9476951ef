import type { Network } from '@hyperledger/fabric-gateway'
import { common } from '@hyperledger/fabric-protos'

const retryMilliseconds = 1_000

/**
 * Asks the peer how many blocks it has, until it answers. `isReached` tells whether a projection of a height has read
 * all that the peer had when this gateway started.
 */
export const peerHeight = (network: Network, channel: string) => {
  let known: bigint | undefined
  let isStopped = false
  const ask = async (): Promise<void> => {
    while (known === undefined && !isStopped) {
      try {
        const bytes = await network.getContract('qscc').evaluateTransaction('GetChainInfo', channel)
        known = BigInt(common.BlockchainInfo.deserializeBinary(bytes).getHeight())
      } catch {
        await new Promise((resume) => setTimeout(resume, retryMilliseconds))
      }
    }
  }
  void ask()
  return {
    isReached: (height: bigint): boolean => known !== undefined && height >= known,
    stop: (): void => {
      isStopped = true
    },
  }
}
