import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import { Recommending } from './recommending.ts'
import type { Scenario } from './trade-refusals.ts'

const hour = 3_600_000n

const amongRecommendations = (make: (on: Recommending) => string | Promise<string>, gateway = 'BankMSP'): Scenario => ({
  way: { gateway },
  make: async (scene) => make(await Recommending.open(scene)),
})

const open = (on: Recommending, by = on.shop) => on.opened({ form: 'duration', milliseconds: `${hour}` }, { by })

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
  window_too_long: amongRecommendations(
    (on) => on.opening({ form: 'duration', milliseconds: `${367n * 24n * hour}` }).text,
    'SupplierMSP',
  ),
}
