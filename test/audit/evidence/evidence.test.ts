import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { peer } from '@hyperledger/fabric-protos'
import { expect } from 'chai'
import { readBlock } from '../../../audit/blocks/block.ts'
import { bareBlock, writeEvidence } from '../../../audit/evidence/evidence-file.ts'
import type { EvidenceHead, RowName } from '../../../audit/evidence/head.ts'
import { FindingFault } from '../../../audit/findings.ts'
import { readTransactions } from '../../../audit/ledger/read-block.ts'
import { Random } from '../../market/random.ts'
import { rootsOfAll } from '../../support/identities/identities.ts'
import { closed, opened } from '../support/channel/open-transaction.ts'
import { resealed } from '../support/channel/sealing.ts'
import {
  busiestAccount,
  checked,
  evidenceOf,
  invalidIn,
  joined,
  marked,
  outcomesOf,
  partsIn,
  type Recorded,
  withFolder,
  writesOf,
} from '../support/evidence.ts'
import { marketBlocks } from '../support/market.ts'
import { recordedBlocks, recordedRoots } from '../support/recorded.ts'
import { flipped } from '../support/tampering.ts'

const roots = rootsOfAll()

const codesOf = async (bytes: Uint8Array, options: Parameters<typeof checked>[1] = { roots }): Promise<string[]> =>
  (await checked(bytes, options)).findings.map(({ code }) => code)

type Place = { block: string; transaction: number; as?: string }
/** A head that tests change as whoever forges a file would. */
type OpenHead = { [member: string]: unknown } & {
  grounds: Place[]
  rows: RowName[]
  claim: { [member: string]: unknown }
}

/** Evidence with another head, and the blocks of the channel that it then needs. */
const withHead = (bytes: Buffer, chain: readonly Uint8Array[], change: (head: OpenHead) => void): Buffer => {
  const { head, blocks } = partsIn(bytes)
  change(head as OpenHead)
  const { grounds } = head as OpenHead
  const numbers = new Set([...blocks.map((one) => readBlock(one).number), ...grounds.map(({ block }) => BigInt(block))])
  const ordered = [...numbers].toSorted((one, other) => Number(one - other))
  return joined({ head, blocks: ordered.map((number) => bareBlock(chain[Number(number)] as Uint8Array)) })
}

describe('evidence', () => {
  let market: Uint8Array[]
  let outcomes: Recorded[]

  before(async () => {
    market = await marketBlocks()
    outcomes = outcomesOf(market)
  })

  const isRecorded = ({ status }: Recorded): boolean => status === 'accepted' || status === 'refused'
  const last = (): number => market.length - 8

  /** One instruction for each that differs in its kind, its status or its refusal, with time enough behind it to be confirmed. */
  const kindsOfOutcomes = (): Recorded[] => [
    ...new Map(
      outcomes
        .filter((one) => isRecorded(one) && Number(one.block) < last())
        .map((one) => [`${one.kind} ${one.status} ${one.code}`, one]),
    ).values(),
  ]
  const anAccepted = (kind = 'voucher.transfer'): Recorded =>
    outcomes.find((one) => one.kind === kind && one.status === 'accepted') as Recorded

  it('SX-009 shows an instruction of each kind and each refusal by itself, with the key and the stamp of its height', async () => {
    const all = kindsOfOutcomes()
    expect(all.length).to.be.greaterThan(60)
    const random = new Random(11)
    const drawn = Array.from({ length: 12 }, () => random.one(all))
    const wanted = [...drawn, ...all.filter(({ isStamped }) => isStamped).slice(0, 4)]
    let whole = 0
    expect(wanted.some(({ isStamped }) => isStamped)).to.equal(true)
    for (const { id, status, code, block, kind, transaction } of wanted) {
      const bytes = await evidenceOf(market, { id })
      const { findings, shown, head } = await checked(bytes, { roots })
      const title = `${kind} ${status} ${code}`
      // Who never acts again is never read again, and then nobody has signed what became of it.
      if (findings.some((one) => one.code === 'VALIDITY_UNCONFIRMED')) continue
      whole += 1
      expect(findings, title).to.deep.equal([])
      expect(head?.claim).to.deep.include({ what: 'instruction', instruction: id, status, block, validation: 'VALID' })
      expect(shown.instruction?.outcome.code, title).to.equal(code)
      expect(shown.transaction?.id).to.equal(transaction)
      expect(shown.transaction?.endorsers.length).to.be.at.least(2)
      expect(Number(shown.confirmedBy)).to.be.greaterThan(Number(block))
      expect(bytes.length).to.be.lessThan(400_000)
    }
    expect(whole).to.be.greaterThan(wanted.length / 2)
  })

  it('SX-009 is found altered at every byte, also by whoever makes the end mark that belongs to it', async () => {
    const bytes = await evidenceOf(market, { id: anAccepted('trade.buy').id })
    const random = new Random(7)
    for (let round = 0; round < 50; round += 1) {
      const at = random.below(bytes.length)
      expect(await codesOf(flipped(bytes, at)), `byte ${at}`).to.not.deep.equal([])
      const codes = await codesOf(marked(flipped(bytes, Math.min(at, bytes.length - 40))))
      expect(codes, `byte ${at}, marked`).to.not.deep.equal([])
    }
  })

  it('is refused where it is none, is cut, altered, too large, or brings roots of its own', async () => {
    const bytes = await evidenceOf(market, { id: anAccepted().id })
    const { head, blocks } = partsIn(bytes)
    expect(await codesOf(Buffer.from('assay blocks 1\n'))).to.deep.equal(['EVIDENCE_INCOMPLETE'])
    expect(await codesOf(Buffer.from('assay evidence 2\n and so on'))).to.deep.equal(['EVIDENCE_UNREADABLE'])
    expect(await codesOf(bytes.subarray(0, 60_000))).to.deep.include.members(['EVIDENCE_INCOMPLETE'])
    expect(await codesOf(flipped(bytes, bytes.length - 1))).to.deep.equal(['EVIDENCE_ALTERED'])
    expect(await codesOf(Buffer.concat([bytes, Buffer.from('x')]))).to.deep.equal(['EVIDENCE_ALTERED'])
    const huge = Buffer.from(bytes)
    huge.writeUInt32BE(0xffffffff, 'assay evidence 1\n'.length)
    expect(await codesOf(huge)).to.deep.equal(['EVIDENCE_TOO_LARGE'])
    for (const own of [
      { roots },
      { claim: { ...(head['claim'] as object), caCertificate: 'x' } },
      { note: roots['BankMSP'] },
    ]) {
      const { findings, shown } = await checked(joined({ head: { ...head, ...own }, blocks }), { roots })
      expect(findings.map(({ code }) => code)).to.deep.equal(['EVIDENCE_BRINGS_ROOTS'])
      expect(shown.blocks).to.equal(0)
    }
    for (const other of [{ ...head, more: 1 }, { ...head, channel: 7 }, { ...head, rows: [{}] }, 'text', null])
      expect(await codesOf(joined({ head: other, blocks }))).to.deep.equal(['EVIDENCE_UNREADABLE'])
  })

  it('proves nothing under other roots, fewer, of another channel, or behind another first block', async () => {
    const bytes = await evidenceOf(market, { id: anAccepted().id })
    const { head, blocks } = partsIn(bytes)
    expect(await codesOf(bytes, { roots: { ...roots, BankMSP: roots['SupplierMSP'] ?? '' } })).to.include(
      'ROOT_DIFFERS',
    )
    const { BankMSP: _left, ...fewer } = roots
    expect(await codesOf(bytes, { roots: fewer })).to.deep.equal(['ROOT_NOT_GIVEN'])
    expect(await codesOf(joined({ head: { ...head, channel: 'other' }, blocks }))).to.deep.equal(['CHANNEL_DIFFERS'])
    const { shown } = await checked(bytes, { roots })
    expect(await codesOf(bytes, { roots, firstBlock: (shown.firstBlock ?? '').toUpperCase() })).to.deep.equal([])
    expect(await codesOf(bytes, { roots, firstBlock: '0'.repeat(64) })).to.deep.equal(['FIRST_BLOCK_DIFFERS'])
  })

  it('names what it lacks: a block, the first ones, a ground, a row, what confirms it', async () => {
    const bytes = await evidenceOf(market, { id: anAccepted('trade.buy').id })
    const { head, blocks } = partsIn(bytes)
    const without = (place: number) => joined({ head, blocks: blocks.filter((_block, index) => index !== place) })
    expect(await codesOf(without(0))).to.deep.equal(['CHAIN_STARTS_LATE'])
    expect(await codesOf(without(1))).to.deep.equal(['EVIDENCE_BLOCK_MISSING'])
    expect(await codesOf(without(blocks.length - 1))).to.deep.equal(['EVIDENCE_BLOCK_MISSING'])
    expect(await codesOf(joined({ head, blocks: [...blocks, blocks.at(-1) as Buffer] }))).to.deep.equal([
      'BLOCK_REPEATED',
    ])
    const leave = (as: string) =>
      withHead(bytes, market, (open) => {
        open.grounds = open.grounds.filter((ground) => ground.as !== as)
      })
    expect(await codesOf(leave('confirmation'))).to.deep.equal(['VALIDITY_UNCONFIRMED'])
    expect(await codesOf(leave('row'))).to.include('GROUND_MISSING')
    expect(await codesOf(leave('definition'))).to.include('GROUND_REFUTED')
    const unwritten = withHead(bytes, market, (open) => open.rows.push({ chaincode: 'ledger', key: 'voucher~NONE' }))
    expect(await codesOf(unwritten)).to.deep.equal(['GROUND_MISSING'])
  })

  it('holds nothing that nobody signed, and each configuration that the orderers name', async () => {
    const bytes = await evidenceOf(market, { id: anAccepted().id })
    const { head, blocks } = partsIn(bytes)
    const whole = blocks.map((block, index) => (index === 2 ? market[Number(readBlock(block).number)] : block))
    expect(await codesOf(joined({ head, blocks: whole as Uint8Array[] }))).to.deep.equal(['METADATA_ALTERED'])
    const recorded = await recordedBlocks()
    const known = { roots: recordedRoots() }
    const behind = readTransactions(readBlock(recorded[60] as Uint8Array)).transactions[0]
    const later = await evidenceOf(recorded, { id: behind?.id ?? '' })
    // Nothing reads its row again, and nothing else speaks against it.
    expect(await codesOf(later, known)).to.deep.equal(['VALIDITY_UNCONFIRMED'])
    const parts = partsIn(later)
    const without = parts.blocks.filter((block) => readBlock(block).number !== 36n)
    expect(without.length).to.equal(parts.blocks.length - 1)
    expect(await codesOf(joined({ head: parts.head, blocks: without }), known)).to.include('LAST_CONFIGURATION_DIFFERS')
  })

  it('is not written with a head beyond its bounds', async () => {
    const { head } = partsIn(await evidenceOf(market, { id: anAccepted().id }))
    const claim = { ...(head['claim'] as object), status: 'x'.repeat(21) }
    await withFolder(async (folder) => {
      const file = join(folder, 'evidence')
      const written = writeEvidence(file, { head: { ...head, claim } as unknown as EvidenceHead, blocks: [] })
      expect(await written.catch(String)).to.include('EVIDENCE_TOO_LARGE')
      expect(existsSync(file)).to.equal(false)
    })
  })

  it('is found where it shows another row than the one that was read', async () => {
    const { id } = anAccepted('trade.buy')
    const bytes = await evidenceOf(market, { id })
    const { from } = JSON.parse(JSON.stringify((await checked(bytes, { roots })).shown.instruction?.instruction))
    const earlier = outcomes.find(
      ({ kind, status }) => kind === 'participant.register' && status === 'accepted',
    ) as Recorded
    const rows = (await evidenceOf(market, { row: { chaincode: chaincodeOf(from), key: `account~${from}` } })) as Buffer
    const [opening] = (partsIn(rows).head as OpenHead).grounds.filter(({ as }) => as === 'claim')
    expect(Number(opening?.block)).to.be.at.least(Number(earlier.block))
    const stale = withHead(bytes, market, (open) => {
      const isSender = ({ as, block }: Place) => as === 'row' && blockWrites(block, `account~${from}`)
      const others = open.grounds.filter((ground) => !isSender(ground) && !isSame(ground, opening))
      open.grounds = [...others, { ...(opening as Place), as: 'row' }].toSorted(byPlace)
    })
    expect(await codesOf(stale)).to.include('GROUND_STALE')
  })

  const isSame = (one: Place, other: Place | undefined): boolean =>
    one.block === other?.block && one.transaction === other.transaction
  const byPlace = (one: Place, other: Place): number =>
    Number(one.block) - Number(other.block) || one.transaction - other.transaction
  const blockWrites = (block: string, key: string): boolean =>
    readTransactions(readBlock(market[Number(block)] as Uint8Array)).transactions.some(
      ({ content }) => content.what === 'call' && content.writes.some((write) => write.key === key),
    )
  const chaincodeOf = (participant: string): string =>
    writesOf(market).find(({ key }) => key === `account~${participant}`)?.chaincode ?? ''

  it('claims nothing but what its transaction says', async () => {
    const [accepted, refused] = [anAccepted(), outcomes.find(({ status }) => status === 'refused') as Recorded]
    const bytes = await evidenceOf(market, { id: accepted.id })
    const claiming = (change: { [member: string]: unknown }) =>
      withHead(bytes, market, (open) => Object.assign(open.claim, change))
    for (const change of [
      { status: 'refused', code: 'unknown_voucher' },
      { instruction: refused.id },
      { place: 300 },
      { validation: 'NO_SUCH_CODE' },
      { block: '3' },
    ])
      expect(await codesOf(claiming(change)), JSON.stringify(change)).to.include('CLAIM_DIFFERS')
    const strange = withHead(bytes, market, (open) => {
      const { block, transaction, validation } = open.claim
      open.claim = { what: 'transaction', id: 'f'.repeat(64), block, transaction, validation }
    })
    expect(await codesOf(strange)).to.deep.equal(['CLAIM_DIFFERS'])
    const order = withHead(bytes, market, (open) => open.grounds.reverse())
    expect(await codesOf(order)).to.deep.equal(['CLAIM_DIFFERS'])
    expect(await codesOf(claiming({ validation: 'BAD_PAYLOAD' }))).to.deep.equal(['VALIDITY_DIFFERS'])
    // Nobody can claim that a valid transaction was not: its rows stand as it wrote them.
    expect(await codesOf(claiming({ validation: 'MVCC_READ_CONFLICT' }))).to.deep.equal(['VALIDITY_UNCONFIRMED'])
  })

  it('shows a device signature, a number and a stamp that a quorum forged to be none', async () => {
    const forgedAt = ({ block, id }: Recorded, change: (texts: string[], place: number) => void) => {
      const open = market.map(readBlock)
      const target = open[Number(block)] as (typeof open)[number]
      const envelopes = target.envelopes.map((bytes) => {
        if (!Buffer.from(bytes).includes(id)) return bytes
        const transaction = opened(bytes)
        const input = openInput(transaction.proposal)
        const texts = input.texts()
        change(
          texts,
          texts.findIndex((text) => text.includes('"instruction"')),
        )
        input.put(texts)
        return closed(transaction)
      })
      return resealed(
        open.map((one) => (one === target ? { ...one, envelopes } : one)),
        { commitHashes: true },
      )
    }
    const altered = (text: string): string =>
      text.replace(/("signature":")(.)/g, (_all, name, first) => `${name}${first === 'A' ? 'B' : 'A'}`)
    const target = anAccepted()
    const forged = forgedAt(target, (texts) => texts.splice(0, texts.length, ...texts.map(altered)))
    const bytes = await evidenceOf(forged, { id: target.id })
    expect(await codesOf(bytes)).to.include('DEVICE_SIGNATURE_NOT_VALID')
    const stamped = outcomes.find((one) => one.isStamped && one.status === 'accepted') as Recorded
    const stampForged = forgedAt(stamped, (texts) =>
      texts.splice(
        0,
        texts.length,
        ...texts.map((text) =>
          text.replace(/(.*"signature":")(.)/, (_all, head, first) => `${head}${first === 'A' ? 'B' : 'A'}`),
        ),
      ),
    )
    expect(await codesOf(await evidenceOf(stampForged, { id: stamped.id }))).to.include('STAMP_NOT_VALID')
  })

  it('shows an invalid transaction with its code, where its bytes or later endorsers do', async () => {
    const blocks = await recordedBlocks()
    const known = { roots: recordedRoots() }
    const confirmed = new Set<string>()
    for (const { id, validation } of invalidIn(blocks)) {
      const { findings, head } = await checked(await evidenceOf(blocks, { id }), known)
      // A copy has the id of the transaction that was taken, and that is the one which is found.
      const claimed = validation === 'DUPLICATE_TXID' ? 'VALID' : validation
      expect(head?.claim).to.include({ what: 'transaction', validation: claimed })
      const codes = findings.map(({ code }) => code)
      if (codes.length === 0) confirmed.add(validation)
      else expect(codes, validation).to.deep.equal(['VALIDITY_UNCONFIRMED'])
    }
    expect([...confirmed]).to.include.members(['INVALID_ENDORSER_TRANSACTION', 'BAD_PROPOSAL_TXID'])
  })

  it('is made of what the blocks hold, and of nothing else', async () => {
    const failure = await evidenceOf(market, { id: 'none' }).catch((error: unknown) => error)
    expect(failure instanceof FindingFault && failure.finding).to.deep.equal({
      code: 'EVIDENCE_NOT_FOUND',
      found: 'none',
    })
    const row = { chaincode: 'ledger', key: 'voucher~NONE' }
    expect(await evidenceOf(market, { row }).catch(String)).to.include('EVIDENCE_NOT_FOUND')
  })

  describe('of a row’s history', () => {
    it('shows every step from the first to the last, each linked to the one before it', async () => {
      const row = busiestAccount(market)
      const bytes = await evidenceOf(market, { row })
      const { findings, shown } = await checked(bytes, { roots })
      expect(findings.filter(({ code }) => code !== 'VALIDITY_UNCONFIRMED')).to.deep.equal([])
      expect(shown.steps.length).to.be.greaterThan(5)
      for (const { after, instructions } of shown.steps) {
        expect(JSON.parse(after ?? '{}')).to.include({ participant: row.key.split('~')[1] })
        expect(instructions).to.be.an('array')
      }
    })

    it('has no step left out, at the front or between', async () => {
      const row = busiestAccount(market)
      const bytes = await evidenceOf(market, { row })
      const leaveOut = (step: number) =>
        withHead(bytes, market, (open) => {
          const steps = open.claim['steps'] as Place[]
          const [left] = steps.splice(step, 1)
          open.grounds = open.grounds.filter((one) => one.block !== left?.block || one.transaction !== left.transaction)
        })
      expect(await codesOf(leaveOut(0))).to.include('HISTORY_GAP')
      expect(await codesOf(leaveOut(3))).to.include('HISTORY_GAP')
    })

    it('does not end before a step that it brings to confirm the one before', async () => {
      const bytes = await evidenceOf(market, { row: busiestAccount(market) })
      const cut = withHead(bytes, market, (open) => {
        const steps = (open.claim['steps'] as Place[]).slice(0, 4)
        const [last] = steps.splice(3, 1)
        open.claim['steps'] = steps
        open.grounds = open.grounds
          .filter(({ as, block }) => as !== 'confirmation' && Number(block) <= Number(last?.block))
          .map((one) => (one.block === last?.block ? { ...one, as: 'confirmation' } : one))
      })
      expect(await codesOf(cut)).to.deep.equal(['HISTORY_GAP'])
    })

    it('says where a step did not look at the row that it wrote', async () => {
      const bytes = await evidenceOf(await recordedBlocks(), { row: { chaincode: 'probe', key: 'c' } })
      expect(await codesOf(bytes, { roots: recordedRoots() })).to.include('HISTORY_UNLINKED')
    })
  })
})

/** The arguments of a proposal, to be read and put back. */
const openInput = (proposal: ReturnType<typeof opened>['proposal']) => {
  const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8())
  return {
    texts: (): string[] =>
      (invocation.getChaincodeSpec()?.getInput()?.getArgsList_asU8() ?? []).map((bytes) =>
        Buffer.from(bytes).toString(),
      ),
    put: (texts: readonly string[]): void => {
      invocation
        .getChaincodeSpec()
        ?.getInput()
        ?.setArgsList(texts.map((text) => Buffer.from(text)))
      proposal.setInput(invocation.serializeBinary())
    },
  }
}
