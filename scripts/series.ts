import type { Body } from '../chaincode/vocabulary.ts'

type Issue = Body<'voucher.issue'>

/** A series of yuan, counted in fen, which can be transferred. */
export const yuanSeries = (parts: Pick<Issue, 'voucher' | 'name' | 'quantity'>): Issue => ({
  ...parts,
  product: { type: 'currency', currency: 'CNY' },
  unit: { base: '1 fen', shownAs: 'CNY', basePerShown: '100' },
  functions: ['transfer'],
})

/** A series of gold of all four functions, counted in milligrams and priced for a gram in base units of `cash`. */
export const goldSeries = ({
  cash,
  form = 'bar',
  ...parts
}: Pick<Issue, 'voucher' | 'name' | 'quantity'> & { cash: string; form?: 'bar' | 'account' }): Issue => ({
  ...parts,
  product: { type: 'metal', metal: 'gold', finenessPerTenThousand: 9999, form },
  unit: { base: '1 mg', shownAs: 'g', basePerShown: '1000' },
  functions: ['buy', 'sell', 'pledge', 'transfer'],
  trade: {
    cash,
    priceScale: '1000',
    fees: { buy: { partsPerMillion: 2000, minimum: '1' }, sell: { partsPerMillion: 2000, minimum: '1' } },
  },
})
