import { accounts } from '../../chaincode/domains/registry/tables.ts'
import { type Chain, chains, segments } from '../../chaincode/domains/trade-chain/tables.ts'
import { knownEnvelope } from '../../chaincode/envelope.ts'
import type { ConfidentialBody, Instruction } from '../../chaincode/vocabulary.ts'
import type { PublicKey } from '../../chaincode/wire/device.ts'
import { Problem } from '../problem.ts'
import type { Projection } from '../projection/projection.ts'
import type { Session } from '../services/sessions.ts'
import { type ChainLedger, chainWithHop, lacksRows } from './folded-view.ts'
import type { SealedTexts } from './sealed-texts.ts'

/** The format of a chain's file, which programs offline know it by. */
export const chainFileFormat = 'assay-chain-1'

interface Segment {
  instruction: Instruction
  signature: string
  /** The confidential text whose digest the instruction has, byte for byte. */
  confidential: string
}

/** Whose device signed a segment. */
interface Signer {
  participant: string
  /** The thumbprint of its key. */
  device: string
  publicKey: PublicKey
}

/** All that it takes to prove a chain offline, with as many segments as stand (decision 0049). */
export interface ChainFile {
  format: typeof chainFileFormat
  ledger: string
  segments: Segment[]
  signers: Signer[]
}

interface Options {
  mspId: string
  ledger: string
  projection: ChainLedger & Pick<Projection, 'instruction'>
  /** What the bank has before a chain is sent; none at other members. */
  texts: Pick<SealedTexts, 'find'> | undefined
}

/**
 * True for those who may have a chain's file at this gateway: its client at its bank, the bank's own dispatchers and officers for credit
 * there, and at the institution who executes for it.
 */
const mayHave = (
  { participant, home, roles }: Session,
  { client, bank, institution }: Chain,
  mspId: string,
): boolean => {
  if (mspId === bank && participant === client) return true
  const own = mspId === bank ? (['dispatcher', 'credit'] as const) : (['executor'] as const)
  const isOfChain = mspId === bank || mspId === institution
  return isOfChain && home === mspId && own.some((role) => roles.includes(role))
}

/** The confidential texts that stand here, the first one first. */
const textsOf = (chain: Chain, { projection, texts }: Options): string[] => {
  if (chain.purgedAt !== undefined) throw new Problem('purged')
  const rows = projection.privateRecord(segments, chain.bank, chain.institution, chain.chain)
  if (rows !== undefined) {
    const { first } = JSON.parse(rows.second) as ConfidentialBody<'chain.send'>
    return [first, rows.second, ...(rows.third === undefined ? [] : [rows.third])]
  }
  if (lacksRows(projection, chain)) throw new Problem('private_rows_missing')
  const first = texts?.find(chain.chain)
  return first === undefined ? [] : [first]
}

const segmentOf = (id: string, confidential: string, { projection }: Options): Segment => {
  const recorded = projection.instruction(id)
  if (recorded === undefined) throw new Problem('not_found')
  const { instruction, signature } = knownEnvelope(recorded.envelope)
  return { instruction, signature, confidential }
}

const signerOf = ({ instruction: { from, device } }: Segment, { projection }: Options): Signer => {
  const account = projection.view.find(accounts, from)
  // A dishonest quorum may have recorded any name, also one that every object has.
  const isKnown = account !== undefined && Object.hasOwn(account.devices, device)
  const publicKey = isKnown ? account.devices[device]?.publicKey : undefined
  if (publicKey === undefined) throw new Problem('not_found')
  return { participant: from, device, publicKey }
}

/** The file of a chain as far as it stands here; refuses `not_found`, `purged`, `private_rows_missing`. */
export const chainFileAt = (name: string, options: Options): ChainFile => {
  const found = chainWithHop(options.projection, name)
  if (found === undefined) throw new Problem('not_found')
  const texts = textsOf(found.chain, options)
  const ids = [name, found.hop?.send, found.hop?.answer]
  const standing = texts.flatMap((text, place) => {
    const id = ids[place]
    return id === undefined ? [] : [segmentOf(id, text, options)]
  })
  if (standing.length === 0) throw new Problem('not_found')
  const signers = standing.map((segment) => signerOf(segment, options))
  const isFirst = ({ device }: Signer, place: number) => signers.findIndex((one) => one.device === device) === place
  return { format: chainFileFormat, ledger: options.ledger, segments: standing, signers: signers.filter(isFirst) }
}

/**
 * The file of a chain, for those whose chain it is (S2-044). Refuses everybody else as if there were none (`not_found`), also where nothing of
 * it is here, `purged` where the bank had its texts taken away, and `private_rows_missing` while that cannot be known.
 */
export const chainFileFor = (session: Session, name: string, options: Options): ChainFile => {
  const { mspId, projection } = options
  const found = projection.view.find(chains, name)
  if (found === undefined || !mayHave(session, found, mspId)) throw new Problem('not_found')
  return chainFileAt(name, options)
}
