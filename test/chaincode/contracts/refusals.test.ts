import { expect } from 'chai'
import { type RefusalCode, refusals } from '../../../chaincode/vocabulary.ts'
import { approvalRefusals, type Brought, chainRefusals } from '../../support/chain-refusals.ts'
import { Device, testNow } from '../../support/devices.ts'
import { ledgerFaults } from '../../support/invariants.ts'
import { matchingRefusals } from '../../support/matching-refusals.ts'
import { packageRefusals } from '../../support/package-refusals.ts'
import { promotionRefusals } from '../../support/promotion-refusals.ts'
import { recommendationRefusals } from '../../support/recommendation-refusals.ts'
import { codeOf, goldBody, outcomesOf, Scene, type Way } from '../../support/scene.ts'
import { storefrontRefusals } from '../../support/storefront-refusals.ts'
import { tillRefusals } from '../../support/till-refusals.ts'
import { tradeChainRefusals } from '../../support/trade-chain-refusals.ts'
import { type Scenario, tradeRefusals } from '../../support/trade-refusals.ts'
import { workshopRefusals } from '../../support/workshop-refusals.ts'

const day = 86_400_000n
const bank: Way = { gateway: 'BankMSP' }
const { voucher } = goldBody
const register = (scene: Scene, device: Device, registrar = scene.registrars.BankMSP): string =>
  scene.instruct(registrar, 'participant.register', {
    participant: device.participant,
    type: 'person',
    device: device.entry,
  })
const add = (scene: Scene, device: Device): string =>
  scene.instruct(scene.registrars.BankMSP, 'device.add', { participant: device.participant, device: device.entry })
const step = (scene: Scene, kind: 'freeze' | 'unfreeze' | 'close', participant: string): string => {
  if (kind === 'close') return scene.instruct(scene.registrars.BankMSP, 'participant.close', { participant })
  const body = { participant, caseNumber: 'CASE-1' }
  return scene.instruct(scene.registrars.BankMSP, `participant.${kind}`, body)
}
const revoke = (scene: Scene, device: string): string =>
  scene.instruct(scene.alice, 'device.revoke', { participant: 'alice', device })
const own = (scene: Scene, kind: 'voucher.decrease-supply' | 'voucher.increase-supply', quantity: string): string =>
  scene.instruct(scene.treasury, kind, { voucher, quantity })

/** One way to each code; `way` says through whose gateway, the institution's when left out. */
const scenarios: { [Code in RefusalCode]?: Scenario } = {
  ...tradeRefusals,
  ...tillRefusals,
  ...workshopRefusals,
  ...storefrontRefusals,
  ...matchingRefusals,
  ...recommendationRefusals,
  ...packageRefusals,
  ...tradeChainRefusals,
  malformed_instruction: { make: (scene) => scene.transfer(scene.treasury, 'Bob', 1n) },
  wrong_ledger: { make: (scene) => scene.transfer(scene.treasury, 'bob', 1n, { ledger: 'assay-test' }) },
  unknown_device: { make: (scene) => scene.transfer(new Device('alice', ['customer']), 'bob', 1n) },
  revoked_device: {
    way: bank,
    make: (scene) => [revoke(scene, scene.alice.id), revoke(scene, scene.alice.id)],
  },
  bad_signature: {
    make: (scene) => scene.transfer(scene.treasury, 'bob', 1n).replace('"quantity":"1"', '"quantity":"2"'),
  },
  not_home: { way: bank, make: (scene) => scene.transfer(scene.treasury, 'bob', 1n) },
  number_too_old: {
    make: (scene) => [
      scene.transfer(scene.treasury, 'bob', 1n, { number: '300' }),
      scene.transfer(scene.treasury, 'bob', 1n, { number: '44' }),
    ],
  },
  instruction_expired: {
    make: (scene) => scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${testNow - 1n}` }),
  },
  valid_until_too_far: {
    make: (scene) => scene.transfer(scene.treasury, 'bob', 1n, { validUntil: `${testNow + day + 1n}` }),
  },
  number_too_far: { make: (scene) => scene.transfer(scene.treasury, 'bob', 1n, { number: '999999999999999999' }) },
  participant_not_active: {
    way: bank,
    make: (scene) => [step(scene, 'freeze', 'alice'), revoke(scene, scene.alice.id)],
  },
  device_lacks_role: { way: bank, make: (scene) => register(scene, new Device('carol', ['customer']), scene.alice) },
  role_not_grantable: { way: bank, make: (scene) => register(scene, new Device('carol', ['issuer'])) },
  not_registrar_of_home: { way: bank, make: (scene) => step(scene, 'freeze', 'bob') },
  unknown_participant: { make: (scene) => scene.transfer(scene.treasury, 'nobody', 1n) },
  participant_exists: { way: bank, make: (scene) => register(scene, new Device('bob', ['customer'])) },
  participant_state_forbids: { way: bank, make: (scene) => step(scene, 'unfreeze', 'alice') },
  participant_holds_balance: {
    way: bank,
    make: async (scene) => {
      await scene.give([scene.alice], 1n)
      return step(scene, 'close', 'alice')
    },
  },
  participant_issues_vouchers: {
    make: (scene) => [
      scene.transfer(scene.treasury, 'bob', BigInt(goldBody.quantity)),
      scene.instruct(scene.registrars.InstitutionMSP, 'participant.close', { participant: 'institution-treasury' }),
    ],
  },
  device_exists: { way: bank, make: (scene) => add(scene, scene.alice) },
  device_key_taken: {
    way: bank,
    make: (scene) => {
      const { participant, ...card } = scene.bob.cardFor('alice')
      const body = { participant, device: { ...card, roles: ['customer' as const] } }
      return scene.instruct(scene.registrars.BankMSP, 'device.add', body)
    },
  },
  device_not_proven: {
    way: bank,
    make: (scene) => {
      const { proof: _proof, ...unsigned } = new Device('alice', ['customer']).entry
      return scene.instruct(scene.registrars.BankMSP, 'device.add', { participant: 'alice', device: unsigned })
    },
  },
  seal_key_unusable: {
    way: bank,
    make: (scene) => scene.instruct(scene.alice, 'device.set-seal-key', { publicKey: scene.alice.publicKey }),
  },
  device_not_found: { way: bank, make: (scene) => revoke(scene, scene.bob.id) },
  device_already_revoked: {
    way: bank,
    make: (scene) => {
      const tablet = new Device('alice', ['customer'])
      return [add(scene, tablet), revoke(scene, tablet.id), revoke(scene, tablet.id)]
    },
  },
  too_many_devices: {
    way: bank,
    make: (scene) => Array.from({ length: 16 }, () => add(scene, new Device('alice', ['customer']))),
  },
  unknown_voucher: {
    make: (scene) =>
      scene.instruct(scene.treasury, 'voucher.transfer', { voucher: 'XX-0000', to: 'bob', quantity: '1' }),
  },
  voucher_exists: { make: (scene) => scene.instruct(scene.treasury, 'voucher.issue', goldBody) },
  voucher_retired: {
    make: (scene) => [
      own(scene, 'voucher.decrease-supply', goldBody.quantity),
      scene.instruct(scene.treasury, 'voucher.retire', { voucher }),
      scene.transfer(scene.treasury, 'bob', 1n),
    ],
  },
  not_the_issuer: {
    make: async (scene) => {
      const mint = await scene.register(new Device('institution-mint', ['issuer']), 'InstitutionMSP', 'organisation')
      return scene.instruct(mint, 'voucher.retire', { voucher })
    },
  },
  function_not_enabled: {
    make: (scene) => [
      scene.instruct(scene.treasury, 'voucher.change-functions', { voucher, functions: [] }),
      scene.transfer(scene.treasury, 'bob', 1n),
    ],
  },
  supply_not_zero: { make: (scene) => scene.instruct(scene.treasury, 'voucher.retire', { voucher }) },
  supply_over_cap: { make: (scene) => own(scene, 'voucher.increase-supply', `${2n ** 96n - 1n}`) },
  sender_is_receiver: { make: (scene) => scene.transfer(scene.alice, 'alice', 1n) },
  receiver_not_active: {
    make: async (scene) => {
      await scene.honoured(step(scene, 'freeze', 'alice'), bank)
      return scene.transfer(scene.treasury, 'alice', 1n)
    },
  },
  receiver_does_not_accept: { make: (scene) => scene.transfer(scene.treasury, 'bank-registry', 1n) },
  exceeds_available_quantity: { make: (scene) => scene.transfer(scene.alice, 'bob', 1n) },
}

/** The device counters of every account, to see whether a number was used up. */
const windows = (scene: Scene): string =>
  JSON.stringify(
    scene.ledger
      .rows()
      .filter(({ key }) => key.startsWith('account~'))
      .map(({ row }) => Object.values((row as { devices: Record<string, { used: string }> }).devices)),
  )

/** Brings a scenario about and gives its scene and its last envelope, which nobody has sent yet. */
const bring = async ({ way = {}, make }: Scenario): Promise<Brought> => {
  const scene = await Scene.open()
  const envelopes = [await make(scene)].flat()
  if (envelopes.length > 1) await scene.honoured(envelopes.slice(0, -1), way)
  return { scene, last: envelopes.at(-1) as string, way }
}

/** Whether a refusal used the number up, and with it nothing else, or wrote nothing at all. */
const expectEffect = async (scene: Scene, last: string, way: Way, recorded: boolean): Promise<void> => {
  const before = { rows: scene.ledger.rows(), windows: windows(scene) }
  const { code, outcomes } = await scene.apply(last, way)
  expect([code, outcomes[0]?.status]).deep.equal(['VALID', recorded ? 'refused' : 'rejected'])
  if (!recorded) {
    expect(scene.ledger.rows()).deep.equal(before.rows)
    return
  }
  expect(windows(scene)).not.equal(before.windows)
  expect((await scene.apply(last, way)).outcomes[0]?.status).equal('repeated')
}

describe('every refusal', () => {
  const seen = new Set<string>()
  const show = async (code: RefusalCode, { scene, last, way }: Brought): Promise<void> => {
    const given = codeOf(outcomesOf(await scene.endorse(last, way))[0])
    expect(given).equal(code)
    seen.add(given)
    await expectEffect(scene, last, way, refusals[code].recorded)
    expect(ledgerFaults(scene.ledger)).deep.equal([])
  }

  const ways = {
    ...Object.fromEntries(Object.entries(scenarios).map(([code, one]) => [code, () => bring(one)])),
    ...chainRefusals,
    ...approvalRefusals,
    ...promotionRefusals,
  }
  for (const [code, open] of Object.entries(ways)) {
    const { recorded } = refusals[code as RefusalCode]

    it(`${code} ${recorded ? 'uses the number up and moves nothing' : 'writes nothing at all'}`, async () =>
      show(code as RefusalCode, await open()))
  }

  it('that the list knows was given above, but for the one that only a keeper of blocks can give', () => {
    expect([...seen, 'number_used', 'not_endorsed'].sort()).deep.equal(Object.keys(refusals).sort())
  })
})
