import { createHash, createPrivateKey, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client, credentials, type ServiceError } from '@grpc/grpc-js'
import type { Signer } from '@hyperledger/fabric-gateway'
import { common, ledger, msp, orderer, peer } from '@hyperledger/fabric-protos'
import { nativeSigner } from '../../../gateway/fabric/signer.ts'
import { identityFiles, rootCertificateFile } from '../../../network/folders.ts'
import { topology } from './network.ts'

/** Which key and certificate a client uses: an identity's own, or those that it only authenticates connections with. */
export interface Credentials {
  organisation: string
  name: string
  tls?: boolean
}

/** A write of a row that stands in a forged result; `policy` changes the row's own policy beside it. */
export interface ForgedWrite {
  namespace: string
  key: string
  policy?: boolean
  collection?: string
}

const bytes = (text: string): Uint8Array => Buffer.from(text)
const sha256 = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const varint = (value: bigint): number[] =>
  value < 0x80n ? [Number(value)] : [Number(value & 0x7fn) | 0x80, ...varint(value >> 7n)]

// Field 3 of a channel header; the message's own class is in a package that is not ours to import.
const timestampField = (seconds: bigint): Buffer => {
  const content = [0x08, ...varint(seconds)]
  return Buffer.from([0x1a, content.length, ...content])
}

/** A proposal with what is needed to make a transaction of it. */
export interface RawProposal {
  signed: peer.SignedProposal
  header: common.Header
  payload: Uint8Array
  transaction: string
}

const idOf = (chaincode: string, version = ''): peer.ChaincodeID => {
  const id = new peer.ChaincodeID()
  id.setName(chaincode)
  id.setVersion(version)
  return id
}

const writeOf = (key: string): ledger.rwset.kvrwset.KVWrite => {
  const write = new ledger.rwset.kvrwset.KVWrite()
  write.setKey(key)
  write.setValue(bytes('{}'))
  return write
}

const policyOf = (key: string): ledger.rwset.kvrwset.KVMetadataWrite => {
  const write = new ledger.rwset.kvrwset.KVMetadataWrite()
  write.setKey(key)
  return write
}

/** The results of a simulation that never took place. */
export const forgeResults = (writes: readonly ForgedWrite[]): Uint8Array => {
  const all = new ledger.rwset.TxReadWriteSet()
  for (const namespace of new Set(writes.map((write) => write.namespace))) {
    const set = new ledger.rwset.kvrwset.KVRWSet()
    const named = new ledger.rwset.NsReadWriteSet()
    for (const { key, policy, collection } of writes.filter((write) => write.namespace === namespace)) {
      if (collection === undefined) {
        set.addWrites(writeOf(key))
        if (policy) set.addMetadataWrites(policyOf(key))
        continue
      }
      const hashed = new ledger.rwset.kvrwset.HashedRWSet()
      hashed.addHashedWrites().setKeyHash(sha256(bytes(key)))
      const one = new ledger.rwset.CollectionHashedReadWriteSet()
      one.setCollectionName(collection)
      one.setHashedRwset(hashed.serializeBinary())
      named.addCollectionHashedRwset(one)
    }
    named.setNamespace(namespace)
    named.setRwset(set.serializeBinary())
    all.addNsRwset(named)
  }
  return all.serializeBinary()
}

/**
 * A client of one member that talks to peers and orderers as it likes: it makes every message itself, rightly or wrongly. What
 * it may do is what anyone with that member's key may.
 */
export class RawClient {
  readonly #identity: Uint8Array
  readonly #sign: Signer
  readonly #clients = new Map<number, Client>()

  constructor({ organisation, name, tls = false }: Credentials) {
    const files = identityFiles(topology, organisation, name)
    const { mspId } = topology.organisations.find((one) => one.name === organisation) ?? {}
    const identity = new msp.SerializedIdentity()
    identity.setMspid(mspId ?? '')
    identity.setIdBytes(readFileSync(tls ? files.tlsCertificateFile : files.certificateFile))
    this.#identity = identity.serializeBinary()
    this.#sign = nativeSigner(createPrivateKey(readFileSync(tls ? files.tlsKeyFile : files.keyFile)))
  }

  #clientOf(organisation: string, port: number): Client {
    const known = this.#clients.get(port)
    if (known !== undefined) return known
    const root = readFileSync(rootCertificateFile(topology, organisation))
    const client = new Client(`localhost:${port}`, credentials.createSsl(root), { 'grpc.enable_http_proxy': 0 })
    this.#clients.set(port, client)
    return client
  }

  close(): void {
    for (const client of this.#clients.values()) client.close()
  }

  /** A signed proposal. `invoked` is the chaincode that the invocation names, where that is not the one that the header asks. */
  async propose(options: {
    call: string
    args?: readonly string[]
    chaincode?: string
    invoked?: string
    seconds?: bigint
    claimed?: string
  }): Promise<RawProposal> {
    const { call, args = [], chaincode = 'ledger', invoked = chaincode } = options
    const nonce = randomBytes(24)
    const transaction = sha256(nonce, this.#identity).toString('hex')
    const extension = new peer.ChaincodeHeaderExtension()
    extension.setChaincodeId(idOf(chaincode))
    const channel = new common.ChannelHeader()
    channel.setType(common.HeaderType.ENDORSER_TRANSACTION)
    channel.setChannelId(topology.channel)
    channel.setTxId(options.claimed ?? transaction)
    channel.setExtension$(extension.serializeBinary())
    const seconds = options.seconds ?? BigInt(Math.floor(Date.now() / 1000))
    const signature = new common.SignatureHeader()
    signature.setCreator(this.#identity)
    signature.setNonce(nonce)
    const header = new common.Header()
    header.setChannelHeader(Buffer.concat([channel.serializeBinary(), timestampField(seconds)]))
    header.setSignatureHeader(signature.serializeBinary())
    const payload = payloadOf({ call, args, invoked })
    const proposal = new peer.Proposal()
    proposal.setHeader(header.serializeBinary())
    proposal.setPayload(payload)
    const signed = new peer.SignedProposal()
    signed.setProposalBytes(proposal.serializeBinary())
    signed.setSignature(await this.#sign(proposal.serializeBinary()))
    return { signed, header, payload, transaction }
  }

  /** Has one organisation's peer endorse a proposal; throws what the peer or the contract says against it. */
  async endorse(organisation: string, { signed }: RawProposal): Promise<peer.ProposalResponse> {
    const one = topology.organisations.find(({ name }) => name === organisation)
    const client = this.#clientOf(organisation, one?.peer?.port ?? 0)
    const answer = await new Promise<Buffer>((resolve, reject) => {
      client.makeUnaryRequest(
        '/protos.Endorser/ProcessProposal',
        (message: Buffer) => message,
        (message: Buffer) => message,
        Buffer.from(signed.serializeBinary()),
        { deadline: Date.now() + 60_000 },
        (error: ServiceError | null, response?: Buffer) => (error ? reject(error) : resolve(response as Buffer)),
      )
    })
    const response = peer.ProposalResponse.deserializeBinary(answer)
    if (response.getResponse()?.getStatus() === 200) return response
    throw new Error(response.getResponse()?.getMessage())
  }

  /** The transaction of a proposal, with these endorsements. */
  transactionOf(proposal: RawProposal, responses: readonly peer.ProposalResponse[]): Promise<common.Envelope> {
    const endorsed = new peer.ChaincodeEndorsedAction()
    endorsed.setProposalResponsePayload(responses[0]?.getPayload_asU8() ?? new Uint8Array())
    endorsed.setEndorsementsList(responses.flatMap((response) => response.getEndorsement() ?? []))
    return this.envelopeOf(proposal, endorsed)
  }

  /** A transaction with results that nobody endorsed; `hash` false: they do not even belong to the proposal. */
  forge(
    proposal: RawProposal,
    options: { writes?: readonly ForgedWrite[]; chaincode?: string; version?: string; hash?: boolean } = {},
  ): Promise<common.Envelope> {
    const { writes = [], chaincode = 'ledger', version = '1', hash = true } = options
    const result = new peer.ChaincodeAction()
    result.setChaincodeId(idOf(chaincode, version))
    const answer = new peer.Response()
    answer.setStatus(200)
    result.setResponse(answer)
    result.setResults(forgeResults(writes))
    const { header, payload } = proposal
    const right = sha256(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), payload)
    const response = new peer.ProposalResponsePayload()
    response.setProposalHash(hash ? right : randomBytes(32))
    response.setExtension$(result.serializeBinary())
    const endorsed = new peer.ChaincodeEndorsedAction()
    endorsed.setProposalResponsePayload(response.serializeBinary())
    return this.envelopeOf(proposal, endorsed)
  }

  /** The transaction of a proposal with this action; undefined leaves the action out. */
  envelopeOf(proposal: RawProposal, endorsed: peer.ChaincodeEndorsedAction | undefined): Promise<common.Envelope> {
    const payload = new peer.ChaincodeActionPayload()
    payload.setChaincodeProposalPayload(proposal.payload)
    if (endorsed !== undefined) payload.setAction(endorsed)
    const action = new peer.TransactionAction()
    action.setHeader(proposal.header.getSignatureHeader_asU8())
    action.setPayload(payload.serializeBinary())
    const transaction = new peer.Transaction()
    transaction.addActions(action)
    return this.sign(proposal.header, transaction.serializeBinary())
  }

  /** An envelope of this client's with whatever data. */
  async sign(header: common.Header, data: Uint8Array): Promise<common.Envelope> {
    const payload = new common.Payload()
    payload.setHeader(header)
    payload.setData(data)
    const envelope = new common.Envelope()
    envelope.setPayload(payload.serializeBinary())
    envelope.setSignature(await this.#sign(payload.serializeBinary()))
    return envelope
  }

  /** Sends envelopes to one organisation's orderer, one right behind the other; answers the status of each. */
  broadcast(organisation: string, ...envelopes: common.Envelope[]): Promise<number[]> {
    const one = topology.organisations.find(({ name }) => name === organisation)
    const client = this.#clientOf(organisation, one?.orderer?.port ?? 0)
    return new Promise((resolve, reject) => {
      const statuses: number[] = []
      const call = client.makeBidiStreamRequest(
        '/orderer.AtomicBroadcast/Broadcast',
        (message: Buffer) => message,
        (message: Buffer) => message,
        { deadline: Date.now() + 60_000 },
      )
      call.on('data', (message: Buffer) => {
        statuses.push(orderer.BroadcastResponse.deserializeBinary(message).getStatus())
        if (statuses.length < envelopes.length) return
        call.end()
        resolve(statuses)
      })
      call.on('error', reject)
      for (const envelope of envelopes) call.write(Buffer.from(envelope.serializeBinary()))
    })
  }
}

const payloadOf = ({ call, args, invoked }: { call: string; args: readonly string[]; invoked: string }): Uint8Array => {
  const input = new peer.ChaincodeInput()
  input.setArgsList([call, ...args].map(bytes))
  const spec = new peer.ChaincodeSpec()
  spec.setChaincodeId(idOf(invoked))
  spec.setInput(input)
  const invocation = new peer.ChaincodeInvocationSpec()
  invocation.setChaincodeSpec(spec)
  const payload = new peer.ChaincodeProposalPayload()
  payload.setInput(invocation.serializeBinary())
  return payload.serializeBinary()
}
