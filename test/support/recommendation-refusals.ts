import type { Body, RefusalCode } from '../../chaincode/vocabulary.ts'
import { content, Recommending } from './recommending.ts'
import type { Scenario } from './trade-refusals.ts'

const hour = 3_600_000n

const amongRecommendations = (make: (on: Recommending) => string | Promise<string>, gateway = 'BankMSP'): Scenario => ({
  way: { gateway },
  make: async (scene) => make(await Recommending.open(scene)),
})

const within = { form: 'duration', milliseconds: `${hour}` } as const

const open = (on: Recommending, by = on.shop) => on.opened(within, { by })

/** A recommendation that alice answered in time. */
const answered = async (on: Recommending): Promise<string> => {
  const name = await open(on)
  await on.scene.honoured(on.answer(name), { gateway: 'BankMSP' })
  return name
}

const opening = (change: Partial<Body<'recommendation.open'>>): Scenario =>
  amongRecommendations((on) => on.opening(within, change).text, 'SupplierMSP')

const delivering = (make: (on: Recommending) => Promise<Body<'recommendation.deliver'>>): Scenario =>
  amongRecommendations(async (on) => on.till.instruct(on.shop, 'recommendation.deliver', await make(on)), 'SupplierMSP')

/** One way to each refusal of recommendations and of what is judged by its receipt. */
export const recommendationRefusals: { [Code in RefusalCode]?: Scenario } = {
  receipt_not_provable: amongRecommendations(async (on) =>
    on.answer(await open(on), { receivedAt: on.scene.now - 60_000n }),
  ),
  unknown_recommendation: amongRecommendations((on) => on.answer('A'.repeat(43))),
  own_recommendation: amongRecommendations(async (on) => on.answer(await open(on, on.till.shop), { by: on.till.shop })),
  answered_already: amongRecommendations(async (on) => {
    const name = await open(on)
    await on.scene.honoured(on.answer(name), { gateway: 'BankMSP' })
    return on.answer(name)
  }),
  window_too_long: opening({ windows: [{ form: 'duration', milliseconds: `${367n * 24n * hour}` }] }),
  recommendation_part_required: opening({ targets: [] }),
  ambiguous_window: opening({ windows: [within, within] }),
  parameter_unfit: opening({ parameters: [{ parameter: 'size', type: 'number', value: 'large' }] }),
  target_unfit: opening({ targets: [{ kind: 'goods', target: content, certificate: content }] }),
  sharing_not_consented: amongRecommendations(async (on) => {
    const recommendation = await on.openedOnly(within)
    await on.wants(on.alice)
    await on.done(on.finder, 'recommendation.match', on.matching(recommendation, ['alice']))
    const shared = { contact: content, sealed: content }
    return on.till.instruct(on.finder, 'recommendation.request', { recommendation, participant: 'alice', shared })
  }),
  recommendation_closed: amongRecommendations(async (on) => {
    const recommendation = await open(on)
    await on.done(on.shop, 'recommendation.withdraw', { recommendation })
    return on.answer(recommendation)
  }),
  not_its_target: amongRecommendations(async (on) => {
    const body = { recommendation: await open(on), target: 'A'.repeat(43) }
    return on.till.stamped(on.till.instruct(on.alice, 'recommendation.answer', body), {})
  }),
  not_in_time: delivering(async (on) => on.delivery(await open(on))),
  delivered_already: delivering(async (on) => {
    const recommendation = await answered(on)
    await on.done(on.shop, 'recommendation.deliver', on.delivery(recommendation))
    return on.delivery(recommendation)
  }),
  not_the_next_target: delivering(async (on) => on.delivery(await answered(on), { target: 'A'.repeat(43) })),
  unknown_delivery: amongRecommendations(async (on) =>
    on.till.instruct(on.alice, 'recommendation.accept', { recommendation: await answered(on) }),
  ),
  delivery_state_forbids: amongRecommendations(async (on) => {
    const recommendation = await answered(on)
    await on.accepted(recommendation)
    return on.till.instruct(on.alice, 'recommendation.reject', { recommendation })
  }),
}
