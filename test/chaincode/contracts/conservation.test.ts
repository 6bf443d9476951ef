import { expect } from 'chai'
import fc from 'fast-check'
import type { Kind } from '../../../chaincode/vocabulary.ts'
import type { Device } from '../../support/devices.ts'
import { ledgerFaults, transactionsOf } from '../../support/invariants.ts'
import type { Proposal } from '../../support/ledger.ts'
import { runs } from '../../support/runs.ts'
import { goldBody, Scene } from '../../support/scene.ts'

const actors = ['treasury', 'alice', 'bob'] as const
const { voucher } = goldBody

/** One instruction that somebody sends, well or badly. */
interface Move {
  kind: 'transfer' | 'accept' | 'freeze' | 'unfreeze' | 'close' | 'increase' | 'decrease' | 'switch'
  actor: (typeof actors)[number]
  to: string
  quantity: bigint
  number: 'next' | 'again' | 'far'
  fault: 'none' | 'tampered' | 'expired' | 'foreign'
}

/** What happens to a batch after its endorsement: how often it is ordered, and at which place among the others. */
interface Batch {
  moves: Move[]
  copies: number
  place: number
  organisations: readonly string[] | undefined
}

const usually = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { arbitrary: fc.constant(usual), weight: 12 },
    ...others.map((other) => ({ arbitrary: fc.constant(other), weight: 1 })),
  )

const move: fc.Arbitrary<Move> = fc.record({
  kind: usually<Move['kind']>(
    'transfer',
    'accept',
    'freeze',
    'unfreeze',
    'unfreeze',
    'close',
    'increase',
    'decrease',
    'switch',
  ),
  actor: fc.constantFrom(...actors),
  to: fc.constantFrom('alice', 'bob', 'institution-treasury', 'nobody'),
  quantity: fc.oneof(fc.bigInt({ min: 1n, max: 60n }), fc.constant(2n ** 96n - 1n)),
  number: usually<Move['number']>('next', 'again', 'far'),
  fault: usually<Move['fault']>('none', 'tampered', 'expired', 'foreign'),
})

const batch: fc.Arbitrary<Batch> = fc.record({
  moves: fc.array(move, { minLength: 1, maxLength: 6 }),
  copies: usually(1, 0, 2),
  place: fc.nat({ max: 100 }),
  organisations: usually<readonly string[] | undefined>(
    undefined,
    ['BankMSP', 'InstitutionMSP'],
    ['SupplierMSP', 'BankMSP'],
  ),
})

/** Batches that are endorsed against one state and ordered into one block. */
const rounds = fc.array(fc.array(batch, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })

const numberOf = (device: Device, how: Move['number']): { number?: string } => {
  if (how === 'again') return { number: `${device.next > 1n ? device.next - 1n : 1n}` }
  if (how === 'far') device.next += 300n
  return {}
}

const envelopeOf = (scene: Scene, { kind, actor, to, quantity, number, fault }: Move): string => {
  const device = kind === 'freeze' || kind === 'unfreeze' || kind === 'close' ? scene.registrars.BankMSP : scene[actor]
  const head = {
    ...numberOf(device, number),
    ...(fault === 'expired' ? { validUntil: `${scene.now - 1n}` } : {}),
    ...(fault === 'foreign' ? { ledger: 'elsewhere' } : {}),
  }
  const bodies: Record<Move['kind'], [Kind, object]> = {
    transfer: ['voucher.transfer', { voucher, to, quantity: `${quantity}` }],
    accept: ['participant.accept', { accepts: quantity % 5n === 0n ? 'none' : 'all' }],
    freeze: ['participant.freeze', { participant: 'alice', caseNumber: 'CASE-1' }],
    unfreeze: ['participant.unfreeze', { participant: 'alice', caseNumber: 'CASE-1' }],
    close: ['participant.close', { participant: 'alice' }],
    increase: ['voucher.increase-supply', { voucher, quantity: `${quantity}` }],
    decrease: ['voucher.decrease-supply', { voucher, quantity: `${quantity}` }],
    switch: ['voucher.change-functions', { voucher, functions: quantity % 4n === 0n ? [] : ['transfer'] }],
  }
  const [name, body] = bodies[kind]
  const text = scene.instruct(device, name, body as never, head)
  return fault === 'tampered' ? text.replace(/"number":"(\d+)"/, '"number":"9$1"') : text
}

/** Registry instructions belong to the sender's home, the rest to the voucher's. */
const gatewayOf = ({ kind, actor }: Move): string => {
  if (kind === 'freeze' || kind === 'unfreeze' || kind === 'close') return 'BankMSP'
  if (kind !== 'accept') return 'InstitutionMSP'
  return { treasury: 'InstitutionMSP', alice: 'BankMSP', bob: 'SupplierMSP' }[actor]
}

const endorseBatch = async (scene: Scene, { moves, organisations }: Batch): Promise<Proposal> => {
  const envelopes = moves.map((one) => envelopeOf(scene, one))
  const way = organisations === undefined ? {} : { organisations }
  return scene.endorse(envelopes, { gateway: gatewayOf(moves[0] as Move), ...way })
}

const playRound = async (scene: Scene, batches: readonly Batch[]): Promise<void> => {
  const endorsed = await Promise.all(batches.map(async (one) => ({ ...one, proposal: await endorseBatch(scene, one) })))
  const ordered = endorsed.sort((a, b) => a.place - b.place)
  scene.ledger.commit(ordered.flatMap(({ proposal, copies }) => Array<Proposal>(copies).fill(proposal)))
}

const plain: Move = { kind: 'transfer', actor: 'treasury', to: 'bob', quantity: 5n, number: 'next', fault: 'none' }
const alone = (change: Partial<Move>, rest: Partial<Batch> = {}): Batch => ({
  moves: [{ ...plain, ...change }],
  copies: 1,
  place: 50,
  organisations: undefined,
  ...rest,
})

/** Rounds that meet what chance might miss: each way in which a transaction is invalid, and each kind of outcome. */
const examples: [Batch[][]][] = [
  [[[alone({ to: 'alice' }, { place: 0 }), alone({ actor: 'alice' }, { place: 1 })]]],
  [[[alone({}), alone({ to: 'alice' })]]],
  [[[alone({ kind: 'accept', actor: 'alice' }, { copies: 2 })]]],
  [[[alone({}, { organisations: ['SupplierMSP', 'BankMSP'] })]]],
  [[[alone({ quantity: 2n ** 96n - 1n })], [alone({ fault: 'tampered' })], [alone({ number: 'again' })]]],
]

/** Plays all rounds on a fresh scene and checks the invariants after each; gives every code and status that it met. */
const play = async (played: readonly Batch[][]): Promise<string[]> => {
  const scene = await Scene.open()
  await scene.give([scene.alice, scene.bob], 100n)
  for (const batches of played) {
    await playRound(scene, batches)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  }
  const codes = scene.ledger.blocks.flatMap(({ transactions }) => transactions.map(({ code }) => code))
  const statuses = transactionsOf(scene.ledger).flatMap(({ outcomes }) => outcomes.map(({ status }) => status))
  return [...codes, ...statuses]
}

describe('value on the ledger', () => {
  // What the runs met all together, so that a generator that produces nothing of interest fails here.
  const met = new Set<string>()

  it('is neither made nor lost, and no number counts twice, whatever is sent, endorsed together, reordered, doubled or dropped', async function () {
    this.timeout(600_000)
    const property = fc.asyncProperty(rounds, async (played) => {
      for (const code of await play(played)) met.add(code)
    })
    await fc.assert(property, { ...runs(50), examples })
  })

  it('was tried with every outcome, and with every way in which Fabric finds a transaction invalid', () => {
    expect([...met].sort()).deep.equal([
      'DUPLICATE_TXID',
      'ENDORSEMENT_POLICY_FAILURE',
      'MVCC_READ_CONFLICT',
      'PHANTOM_READ_CONFLICT',
      'VALID',
      'accepted',
      'refused',
      'rejected',
      'repeated',
    ])
  })
})
