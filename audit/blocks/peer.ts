import { createHash, type KeyObject, randomBytes } from 'node:crypto'
import { Client, credentials } from '@grpc/grpc-js'
import { common, msp, orderer, peer } from '@hyperledger/fabric-protos'
import { derOf, signatureBy } from '../../chaincode/wire/platform/node.ts'
import { lowS } from '../../chaincode/wire/signature.ts'
import { FindingFault, fault } from '../findings.ts'
import { readOrNothing } from './envelope.ts'
import { blockBytesAtMost } from './limits.ts'

/** One peer, and who asks it: any member's identity that may read the channel. */
export interface PeerConnection {
  /** Host and port. */
  endpoint: string
  channel: string
  /** The certificate, as PEM, that the peer's TLS certificate must come from. */
  tlsRootCertificate: string
  /** The name in the peer's TLS certificate, where it is not the host. */
  tlsServerName?: string
  mspId: string
  /** The identity's certificate as PEM, and its key. */
  certificate: string
  privateKey: KeyObject
}

export interface BlockRange {
  /** The first block that is wanted. */
  from: bigint
  /** The last one; the peer's newest when left out. */
  to?: bigint
}

const specified = (number: bigint): orderer.SeekPosition => {
  const one = new orderer.SeekSpecified()
  one.setNumber(Number(number))
  const position = new orderer.SeekPosition()
  position.setSpecified(one)
  return position
}

const newest = (): orderer.SeekPosition => {
  const position = new orderer.SeekPosition()
  position.setNewest(new orderer.SeekNewest())
  return position
}

const seekIn = ({ from, to }: BlockRange): Uint8Array => {
  const seek = new orderer.SeekInfo()
  seek.setStart(specified(from))
  seek.setStop(to === undefined ? newest() : specified(to))
  seek.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY)
  return seek.serializeBinary()
}

const varint = (value: bigint): number[] =>
  value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(value >> 7n)]

// Field 3 of a channel header, the seconds since 1970; the message's own class is in a package that is not ours to import.
const timestampNow = (): Buffer => {
  const content = [0x08, ...varint(BigInt(Math.floor(Date.now() / 1000)))]
  return Buffer.from([0x1a, content.length, ...content])
}

const headerOf = ({ channel, mspId, certificate }: PeerConnection): common.Header => {
  const identity = new msp.SerializedIdentity()
  identity.setMspid(mspId)
  identity.setIdBytes(Buffer.from(certificate))
  const creator = identity.serializeBinary()
  const nonce = randomBytes(24)
  const channelHeader = new common.ChannelHeader()
  channelHeader.setType(common.HeaderType.DELIVER_SEEK_INFO)
  channelHeader.setChannelId(channel)
  channelHeader.setTxId(createHash('sha256').update(nonce).update(creator).digest('hex'))
  const signatureHeader = new common.SignatureHeader()
  signatureHeader.setCreator(creator)
  signatureHeader.setNonce(nonce)
  const header = new common.Header()
  header.setChannelHeader(Buffer.concat([channelHeader.serializeBinary(), timestampNow()]))
  header.setSignatureHeader(signatureHeader.serializeBinary())
  return header
}

/** The signed request for blocks, as Fabric's deliver service takes it. */
const requestFor = (connection: PeerConnection, range: BlockRange): Buffer => {
  const payload = new common.Payload()
  payload.setHeader(headerOf(connection))
  payload.setData(seekIn(range))
  const content = payload.serializeBinary()
  const envelope = new common.Envelope()
  envelope.setPayload(content)
  envelope.setSignature(derOf(lowS(signatureBy(connection.privateKey, content))))
  return Buffer.from(envelope.serializeBinary())
}

/** What a peer is asked for: the service, and the tag of the field in which its answers have it. */
interface AskedOfPeer {
  path: string
  field: number
}

const blocksAlone: AskedOfPeer = { path: '/protos.Deliver/Deliver', field: 0x12 }

const statusIn = (answer: Buffer): number => {
  const response = readOrNothing(() => peer.DeliverResponse.deserializeBinary(answer))
  if (response === undefined) throw fault('PEER_ANSWER_UNREADABLE', { found: `${answer.length} bytes` })
  return response.getStatus()
}

/** What was asked for in an answer as the peer wrote it, or the status at which it ended. Its bytes are cut out, and not made anew. */
const contentOf = (answer: Buffer, field: number): { content: Uint8Array } | { status: number } => {
  if (answer[0] !== field) return { status: statusIn(answer) }
  let length = 0n
  let at = 1
  for (let shift = 0n; shift < 64n; shift += 7n) {
    const byte = answer[at] ?? 0
    at += 1
    length |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) break
  }
  if (length !== BigInt(answer.length - at)) throw fault('PEER_ANSWER_UNREADABLE', { found: `${answer.length} bytes` })
  return { content: answer.subarray(at) }
}

const unchanged = (message: Buffer): Buffer => message

const clientOf = ({ endpoint, tlsRootCertificate, tlsServerName }: PeerConnection): Client =>
  new Client(endpoint, credentials.createSsl(Buffer.from(tlsRootCertificate)), {
    ...(tlsServerName !== undefined && {
      'grpc.ssl_target_name_override': tlsServerName,
      'grpc.default_authority': tlsServerName,
    }),
    'grpc.max_receive_message_length': blockBytesAtMost,
    'grpc.enable_http_proxy': 0,
  })

const asFault = (error: unknown): FindingFault =>
  error instanceof FindingFault ? error : fault('PEER_UNREACHABLE', { found: String(error) })

/**
 * What a peer sends of a range of blocks, one answer at a time, as the bytes that it sent. Refuses, as a named finding, a peer that
 * cannot be reached, does not let this identity read, or ends before the range does.
 */
export async function* contentsOfPeer(
  connection: PeerConnection,
  range: BlockRange,
  { path, field }: AskedOfPeer,
): AsyncGenerator<Uint8Array> {
  const client = clientOf(connection)
  const call = client.makeBidiStreamRequest(path, unchanged, unchanged)
  try {
    call.write(requestFor(connection, range))
    for await (const answer of call) {
      const found = contentOf(answer as Buffer, field)
      if ('content' in found) yield found.content
      else if (found.status === common.Status.SUCCESS) return
      else throw fault('PEER_REFUSED', { found: `status ${found.status}` })
    }
    throw fault('PEER_UNREACHABLE', { found: 'the peer ended the stream' })
  } catch (error) {
    throw asFault(error)
  } finally {
    call.cancel()
    client.close()
  }
}

/**
 * The blocks of one peer in order, one at a time: nobody else answers in its place, so that what several peers hold can be compared. Refuses
 * as `contentsOfPeer`.
 */
export async function* blocksOfPeer(connection: PeerConnection, range: BlockRange): AsyncGenerator<Uint8Array> {
  yield* contentsOfPeer(connection, range, blocksAlone)
}
