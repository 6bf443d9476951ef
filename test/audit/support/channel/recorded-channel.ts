import { X509Certificate } from 'node:crypto'
import { common, msp } from '@hyperledger/fabric-protos'
import { readBlock } from '../../../../audit/blocks/block.ts'
import { readEnvelope } from '../../../../audit/blocks/envelope.ts'
import { identityOf } from '../../../support/identities/identities.ts'
import { recordedBlocks } from '../recorded.ts'
import { ownConfiguration } from './configuration.ts'
import { closed, type OpenTransaction, opened, transactionIdOf } from './open-transaction.ts'
import type { OpenBlock } from './sealing.ts'

const roles = ['peer', 'orderer', 'admin', 'gateway'] as const

/** This channel's own identity of the same member in the same role. */
const ownIdentity = (serialized: Uint8Array): Buffer => {
  const identity = msp.SerializedIdentity.deserializeBinary(serialized)
  const { subject } = new X509Certificate(Buffer.from(identity.getIdBytes_asU8()))
  const role = roles.find((one) => subject.split('\n').includes(`OU=${one}`))
  if (role === undefined) throw new Error(`a recorded certificate is of no role: ${subject}`)
  return identityOf(identity.getMspid(), role).serialized
}

/** Puts one id in the place of another of the same length, wherever a chaincode wrote it. */
const withId = (bytes: Uint8Array, { before, after }: { before: string; after: string }): Buffer => {
  const text = Buffer.from(bytes).toString('latin1')
  return Buffer.from(text.replaceAll(before, after), 'latin1')
}

const ownAction = (open: OpenTransaction, before: string): OpenTransaction => {
  const after = transactionIdOf(open)
  open.action.setEvents(withId(open.action.getEvents_asU8(), { before, after }))
  for (const { rows } of open.places) {
    for (const write of rows.getWritesList()) {
      write.setKey(withId(Buffer.from(write.getKey()), { before, after }).toString())
      write.setValue(withId(write.getValue_asU8(), { before, after }))
    }
  }
  return open
}

/** A recorded transaction as one of this channel: by its own identities, and so of another id, which rows may name. */
const ownTransaction = (bytes: Uint8Array): Uint8Array => {
  const open = opened(bytes)
  const before = transactionIdOf(open)
  const own = { ...open, creator: ownIdentity(open.creator), endorsers: open.endorsers.map(ownIdentity) }
  return closed(ownAction(own, before))
}

const ownEnvelope = (bytes: Uint8Array): Uint8Array => {
  const envelope = readEnvelope(bytes)
  if (typeof envelope === 'string') throw new Error('a recorded transaction cannot be read')
  const isConfiguration = envelope.type === common.HeaderType.CONFIG
  return isConfiguration ? ownConfiguration(bytes, ownIdentity(envelope.creator)) : ownTransaction(bytes)
}

// The last block holds what cannot be taken apart.
const blocksTaken = 66

let known: Promise<OpenBlock[]> | undefined

const open = async (): Promise<OpenBlock[]> =>
  (await recordedBlocks()).slice(0, blocksTaken).map((bytes, number) => {
    const { envelopes, metadata } = readBlock(bytes)
    const own = number === 0 ? envelopes.map((one) => ownConfiguration(one)) : envelopes.map(ownEnvelope)
    return { envelopes: own, flags: metadata[2] ?? new Uint8Array() }
  })

/**
 * The recorded channel, but for its hostile last block, signed again by members whose keys are at hand. It is not sealed yet.
 */
export const ownRecordedBlocks = (): Promise<OpenBlock[]> => {
  known ??= open()
  return known
}

/** How many of its blocks define the chaincodes of the ledger, behind the first configuration, before anything else is done. */
export const definingBlocks = 17
