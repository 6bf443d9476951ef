import { common, peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { readRoots } from '../../../audit/verify/roots.ts'
import { recordedBlocks, recordedRoots } from '../support/recorded.ts'
import {
  findingsOn,
  flagsOf,
  flipped,
  rehashed,
  textsOf,
  withBlock,
  withMetadata,
  withPayload,
} from '../support/tampering.ts'

const parts = common.BlockMetadataIndex

describe('the verification of a channel', () => {
  let blocks: Buffer[]
  /** The block of the channel's second configuration. */
  let changed: number

  const codesOn = async (altered: readonly Uint8Array[]): Promise<string[]> => textsOf(await findingsOn(altered))

  before(async () => {
    blocks = await recordedBlocks()
    changed = blocks.findLastIndex((block) => block.length > 30_000)
  })

  it('finds nothing on a real channel with policies of rows and collections, conflicts, forgeries and a new configuration', async () => {
    expect(await findingsOn(blocks)).to.deep.equal([])
    const flags = new Set(blocks.flatMap(flagsOf))
    expect([...flags]).to.include.members([
      ...['VALID', 'ENDORSEMENT_POLICY_FAILURE', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT', 'DUPLICATE_TXID'],
      ...['INVALID_ENDORSER_TRANSACTION', 'BAD_PROPOSAL_TXID', 'INVALID_CHAINCODE'],
    ])
    expect(changed).to.be.greaterThan(0)
  })

  it('tells what a transaction must be that a peer calls otherwise: of each kind of invalid ones that it is valid, and of a valid one that it is not', async () => {
    const all = blocks.flatMap((block, number) =>
      flagsOf(block).map((flag, transaction) => ({ number, transaction, flag })),
    )
    const behind = all.filter(({ number }) => number > 0)
    const tried = [...new Map(behind.toReversed().map((one) => [one.flag, one])).values()]
    for (const { number, transaction, flag } of tried) {
      const claimed = flag === 'VALID' ? 'MVCC_READ_CONFLICT' : 'VALID'
      const place = { number, part: parts.TRANSACTIONS_FILTER }
      const altered = withMetadata(blocks.slice(0, number + 1), place, (flags) =>
        flags.map((each, index) => (index === transaction ? peer.TxValidationCode[claimed] : each)),
      )
      const [first, ...others] = await codesOn(altered)
      expect(first, `${number} ${transaction}`).to.equal(`FLAG_DIFFERS ${number} ${transaction} ${flag} ${claimed}`)
      expect(others).to.include(`COMMIT_HASH_DIFFERS ${number}`)
    }
    expect(tried.length).to.be.at.least(8)
  })

  it('misses flags that are too few or too many', async () => {
    const number = 12
    const with_ = (change: (flags: Uint8Array) => Uint8Array) =>
      codesOn(withMetadata(blocks.slice(0, 13), { number, part: parts.TRANSACTIONS_FILTER }, change))
    expect((await with_(() => new Uint8Array()))[0]).to.equal(`FLAGS_MISSING ${number}`)
    expect((await with_(() => new Uint8Array([0, 0])))[0]).to.equal(`FLAGS_MISSING ${number}`)
    const first = withMetadata(
      blocks.slice(0, 1),
      { number: 0, part: parts.TRANSACTIONS_FILTER },
      () => new Uint8Array(),
    )
    expect(await codesOn(first)).to.deep.equal(['FLAGS_MISSING 0'])
  })

  it('finds what a forger alters who makes all hashes right again, by the orderers’ signatures and the creator’s', async () => {
    const number = 14
    const forged = withPayload(blocks.slice(0, 17), { number }, (payload) => {
      payload.setData(flipped(payload.getData_asU8(), 2000))
    })
    expect(await codesOn(forged)).to.include.members([
      ...[14, 15, 16].flatMap((at) => [`ORDERER_SIGNATURE_WRONG ${at}`, `ORDERER_POLICY_UNMET ${at}`]),
      'FLAG_DIFFERS 14 0 BAD_CREATOR_SIGNATURE VALID',
    ])
  })

  it('finds the signatures of orderers cut, removed, moved from another block, or unreadable', async () => {
    const number = 9
    const signatures = (change: (bytes: Uint8Array) => Uint8Array) =>
      codesOn(withMetadata(blocks.slice(0, 10), { number, part: parts.SIGNATURES }, change))
    const without = (bytes: Uint8Array): Uint8Array => {
      const metadata = common.Metadata.deserializeBinary(bytes)
      metadata.setSignaturesList([])
      return metadata.serializeBinary()
    }
    const wrong = [`ORDERER_SIGNATURE_WRONG ${number}`, `ORDERER_POLICY_UNMET ${number}`]
    expect(await signatures(without)).to.deep.equal([`ORDERER_POLICY_UNMET ${number}`])
    expect(await signatures((bytes) => flipped(bytes, bytes.length - 1))).to.deep.equal(wrong)
    const other = common.Block.deserializeBinary(blocks[8] as Buffer)
      .getMetadata()
      ?.getMetadataList_asU8()[0]
    expect(await signatures(() => other ?? new Uint8Array())).to.deep.equal(wrong)
    const unreadable = [`ORDERER_SIGNATURES_UNREADABLE ${number}`]
    expect(await signatures(() => Buffer.from('rubbish'))).to.deep.equal(unreadable)
    expect(await signatures((bytes) => Buffer.concat([bytes, Buffer.from([0x1a, 0])]))).to.deep.equal(unreadable)
  })

  it('finds parts of the metadata that nobody signs and that say something', async () => {
    const expected = ['METADATA_ALTERED 9']
    for (const part of [parts.LAST_CONFIG, parts.ORDERER]) {
      const altered = withMetadata(blocks.slice(0, 10), { number: 9, part }, () => Buffer.from([0x0a, 2, 8, 3]))
      expect(await codesOn(altered), String(part)).to.deep.equal(expected)
    }
    const more = withBlock(blocks.slice(0, 10), 9, (block) => block.getMetadata()?.addMetadata(new Uint8Array([1])))
    expect(await codesOn(more)).to.deep.equal(expected)
    const first = withMetadata(blocks.slice(0, 1), { number: 0, part: parts.SIGNATURES }, () => new Uint8Array())
    expect(await codesOn(first)).to.deep.equal(['METADATA_ALTERED 0'])
  })

  it('takes no root from the blocks: one that is not given is unproven, another one differs', async () => {
    const { BankMSP = '', InstitutionMSP = '', ...others } = recordedRoots()
    const missing = await findingsOn(blocks.slice(0, 2), { roots: { InstitutionMSP, ...others } })
    expect(missing).to.deep.equal([{ code: 'ROOT_NOT_GIVEN', block: '0', key: 'BankMSP' }])
    const [differs] = await findingsOn(blocks.slice(0, 2), {
      roots: { BankMSP: InstitutionMSP, InstitutionMSP, ...others },
    })
    expect(differs).to.include({ code: 'ROOT_DIFFERS', block: '0', key: 'BankMSP' })
    expect(differs?.found).to.not.equal(differs?.expected)
  })

  it('goes no further at another channel, a gap, or a first block without a configuration', async () => {
    expect(textsOf(await findingsOn(blocks, { channel: 'other' }))).to.deep.equal(['CHANNEL_DIFFERS 0'])
    expect(await codesOn(blocks.filter((_block, index) => index !== 5))).to.deep.equal(['BLOCK_MISSING 6'])
    expect(await codesOn(blocks.slice(1))).to.deep.equal(['CHAIN_STARTS_LATE 1'])
    const empty = rehashed(withBlock(blocks.slice(0, 1), 0, (block) => block.getData()?.setDataList([])))
    expect(await codesOn(empty)).to.deep.equal(['CONFIGURATION_UNREADABLE 0'])
    // What was found of a block stays found where the rest of it ends the audit.
    const emptied = withBlock(blocks.slice(0, 1), 0, (block) => block.getData()?.setDataList([]))
    expect(await codesOn(emptied)).to.deep.equal(['DATA_HASH_DIFFERS 0', 'CONFIGURATION_UNREADABLE 0'])
  })

  /** Changes the configuration that the second block of one brings, and makes the hashes right. */
  const withConfiguration = (change: (envelope: common.ConfigEnvelope) => void): Uint8Array[] =>
    withPayload(blocks.slice(0, changed + 2), { number: changed }, (payload) => {
      const envelope = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
      change(envelope)
      payload.setData(envelope.serializeBinary())
    })

  const withUpdate = (change: (update: common.ConfigUpdateEnvelope) => void): Uint8Array[] =>
    withConfiguration((envelope) => {
      const last = envelope.getLastUpdate() ?? new common.Envelope()
      const payload = common.Payload.deserializeBinary(last.getPayload_asU8())
      const update = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8())
      change(update)
      payload.setData(update.serializeBinary())
      last.setPayload(payload.serializeBinary())
      envelope.setLastUpdate(last)
    })

  it('follows no configuration that its update does not make', async () => {
    const unfounded = `CONFIGURATION_UNFOUNDED ${changed}`
    const sequence = withConfiguration((envelope) => envelope.getConfig()?.setSequence(7))
    expect(await codesOn(sequence)).to.include(unfounded)
    const more = withConfiguration((envelope) => {
      const orderer = envelope.getConfig()?.getChannelGroup()?.getGroupsMap().get('Orderer')
      orderer
        ?.getValuesMap()
        .get('BatchSize')
        ?.setValue(new Uint8Array([8, 1]))
    })
    expect(await codesOn(more)).to.include(unfounded)
    const policy = withConfiguration((envelope) => {
      const orderer = envelope.getConfig()?.getChannelGroup()?.getGroupsMap().get('Orderer')
      orderer?.getPoliciesMap().get('Admins')?.setModPolicy('Readers')
    })
    expect(await codesOn(policy)).to.include(unfounded)
    expect(await codesOn(withConfiguration((envelope) => envelope.clearLastUpdate()))).to.include(unfounded)
    expect(await codesOn(withConfiguration((envelope) => envelope.clearConfig()))).to.include(
      `CONFIGURATION_UNREADABLE ${changed}`,
    )
  })

  it('follows no configuration whose update too few signed, or that was altered after they signed', async () => {
    const unauthorised = `CONFIGURATION_UNAUTHORISED ${changed}`
    expect(
      await codesOn(withUpdate((update) => update.setSignaturesList(update.getSignaturesList().slice(1)))),
    ).to.include(unauthorised)
    const twice = withUpdate((update) => {
      const [first = new common.ConfigSignature()] = update.getSignaturesList()
      update.setSignaturesList([first, first])
    })
    expect(await codesOn(twice)).to.include(unauthorised)
    const altered = withUpdate((update) => {
      const content = common.ConfigUpdate.deserializeBinary(update.getConfigUpdate_asU8())
      content.getIsolatedDataMap().set('x', new Uint8Array([1]))
      update.setConfigUpdate(content.serializeBinary())
    })
    expect(await codesOn(altered)).to.include(unauthorised)
  })

  it('finds a configuration that shares its block with another', async () => {
    const shared = rehashed(
      withBlock(blocks.slice(0, 1), 0, (block) => {
        const [only = new Uint8Array()] = block.getData()?.getDataList_asU8() ?? []
        block.getData()?.setDataList([only, only])
      }),
    )
    expect(await codesOn(shared)).to.include('CONFIGURATION_NOT_ALONE 0')
  })

  it('names the newest configuration that the orderers do not', async () => {
    const without = blocks.filter((_block, index) => index !== changed)
    const codes = await codesOn(rehashed(without).map((bytes, index) => renumbered(bytes, index)))
    expect(codes).to.include(`LAST_CONFIGURATION_DIFFERS ${changed}`)
  })

  it('reads no roots that are none', () => {
    const roots = [{ BankMSP: '' }, { BankMSP: recordedRoots()['BankMSP']?.slice(0, 100) ?? '' }]
    const altered = recordedRoots()['BankMSP']?.replace('MII', 'AAA') ?? ''
    for (const one of [...roots, { BankMSP: altered }]) {
      expect(() => readRoots(one)).to.throw('ROOTS_UNREADABLE')
    }
  })

  it('finds any byte of a block flipped', async () => {
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = blocks
    // Beside the envelopes, which one hash is over, bytes lie closer together that are looked at.
    const isToTry = (at: number): boolean =>
      at % 200 === 0 || ((at < 80 || at > second.length - 1_000) && at % 10 === 0)
    for (const at of [...second.keys()].filter(isToTry)) {
      expect(await codesOn([first, flipped(second, at)]), `byte ${at}`).to.not.deep.equal([])
    }
    for (const at of [...first.keys()].filter((one) => one % 1_000 === 0 || one > first.length - 15)) {
      expect(await codesOn([flipped(first, at), second]), `byte ${at} of the first`).to.not.deep.equal([])
    }
  })

  it('survives a certificate whose key is of a curve that nobody knows', async () => {
    const at = (blocks[1] as Buffer).indexOf('BggqhkjOPQMBBw')
    const codes = await codesOn(rehashed([blocks[0] as Buffer, flipped(blocks[1] as Buffer, at + 4)]))
    expect(codes).to.include('FLAG_DIFFERS 1 0 BAD_CREATOR_SIGNATURE VALID')
  })
})

const renumbered = (bytes: Uint8Array, number: number): Uint8Array => {
  const block = common.Block.deserializeBinary(bytes)
  block.getHeader()?.setNumber(number)
  return block.serializeBinary()
}
