import { readChainFile } from '../terminal/sdk/trade-chain/chain-file.ts'
import { type ChainFaultCode, verifyChain } from '../terminal/sdk/trade-chain/verify-chain.ts'
import type { ReceivedTrade } from './conditions.ts'

/** Why a second segment is refused before anything that it says is believed. */
export interface ReceivingFault {
  code: ChainFaultCode | 'another_chain' | 'another_institution'
  segment?: number
}

/** What a chain's file must be about, and whose banks' devices are known. */
export interface Receiving {
  /** Any where it is left out. */
  chain?: string
  ledger: string
  /** The MSP id of the institution. */
  institution: string
  /** The device ids that each bank's dispatcher told apart, by its participant; any where it is left out. */
  banks?: { readonly [participant: string]: readonly string[] } | undefined
}

/** True where who claims to have signed the second segment is a bank that told its key; whether it did sign is checked behind it. */
const isToldBank = (text: string, { banks }: Receiving): boolean => {
  const second = readChainFile(text)?.segments[1]?.instruction
  if (banks === undefined || second === undefined) return true
  const from = String(second['from'])
  return Object.hasOwn(banks, from) && (banks[from] ?? []).includes(String(second['device']))
}

/**
 * The third receiving unit (S2-030, S2-070): takes a chain's file with the second segment, and checks the bank's and the client's signatures
 * and each link before it reads what they say. Gives the trade, or why it is refused.
 */
export const thirdReceivingUnit = async (
  text: string,
  receiving: Receiving,
): Promise<{ trade: ReceivedTrade } | { fault: ReceivingFault }> => {
  if (!isToldBank(text, receiving)) return { fault: { code: 'signer_not_told', segment: 2 } }
  const verdict = await verifyChain(text, { upTo: 2, ledger: receiving.ledger })
  if ('fault' in verdict) return verdict
  const { chain, segments, said } = verdict.checked
  if (receiving.chain !== undefined && chain !== receiving.chain) return { fault: { code: 'another_chain' } }
  if (said.first.body.institution !== receiving.institution)
    return { fault: { code: 'another_institution', segment: 1 } }
  const [, sent] = segments
  const { first, second } = said as Required<Pick<typeof said, 'first' | 'second'>>
  return { trade: { chain, send: sent?.id as string, first, second } }
}
