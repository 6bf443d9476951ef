import type { VoucherField, VoucherFunction } from '../../../chaincode/domains/vouchers/terms.ts'
import type { QuantityFault } from '../../sdk/amount.ts'
import type { Phrase, Phrases } from './phrase.ts'

/** What a voucher lets one do, by name; one without a name is a compile error. */
export const functionWords: { readonly [F in VoucherFunction]: Phrase } = {
  buy: { zh: '买入', en: 'Buy' },
  sell: { zh: '卖出', en: 'Sell' },
  pledge: { zh: '质押', en: 'Pledge' },
  transfer: { zh: '转让', en: 'Transfer' },
}

/** The words of a transfer of cash. */
export const cashTransferWords = {
  transfer: { zh: '转账', en: 'Transfer' },
  mode: { zh: '转账方式', en: 'How' },
  direct: { zh: '直接转账', en: 'Directly' },
  transferNow: { zh: (amount: string) => `转账 ${amount}`, en: (amount: string) => `Transfer ${amount}` },
  offerNow: { zh: (amount: string) => `发起转账 ${amount}`, en: (amount: string) => `Offer ${amount}` },
} satisfies Phrases

/** The eleven fields by name (rows S0-034 to S0-044). */
export const fieldWords: { readonly [F in VoucherField]: Phrase } = {
  name: { zh: '凭证名称', en: 'Voucher name' },
  productType: { zh: '产品类型', en: 'Product type' },
  totalQuantity: { zh: '总量', en: 'Total quantity' },
  availableQuantity: { zh: '可用数量', en: 'Available quantity' },
  unit: { zh: '单位', en: 'Unit' },
  buyPrice: { zh: '买入均价', en: 'Average buy price' },
  positionAccount: { zh: '持仓账户', en: 'Position account' },
  referenceValue: { zh: '参考市值', en: 'Reference market value' },
  floatingProfit: { zh: '浮动盈亏', en: 'Floating profit or loss' },
  yield: { zh: '收益率', en: 'Yield' },
  entrustedOrders: { zh: '委托', en: 'Open orders' },
}

/** The fields that stand out, in short. */
export const figureWords: { readonly [F in VoucherField]?: Phrase } = {
  totalQuantity: { zh: '总量', en: 'Total' },
  availableQuantity: { zh: '可用', en: 'Available' },
  referenceValue: { zh: '参考市值', en: 'Market value' },
  floatingProfit: { zh: '浮动盈亏', en: 'Profit or loss' },
}

/** What is wrong with a quantity that was typed. */
export const quantityFaultWords: { readonly [F in QuantityFault]: Phrase<(unit: string, smallest: string) => string> } =
  {
    empty: { zh: () => '请输入数量。', en: () => 'Enter a quantity.' },
    not_a_number: {
      zh: (unit) => `请用数字填写，单位为 ${unit}，例如 1.5。`,
      en: (unit) => `Write a plain number of ${unit}, such as 1.5.`,
    },
    decimal_comma: {
      zh: () => '小数请用点（.）填写；逗号只能分隔千位，如 1,234.5。',
      en: () => 'Write decimals with a point (.); commas only part thousands, as in 1,234.5.',
    },
    too_fine: {
      zh: (_unit, smallest) => `最小单位是 ${smallest}，请减少小数位数。`,
      en: (_unit, smallest) => `The smallest unit is ${smallest}; use fewer decimals.`,
    },
    zero: { zh: () => '数量必须大于零。', en: () => 'The quantity must be above zero.' },
    too_large: { zh: () => '数量超出上限。', en: () => 'The quantity is above the cap.' },
  }

const metals: { readonly [metal: string]: Phrase } = {
  gold: { zh: '黄金', en: 'Gold' },
  silver: { zh: '白银', en: 'Silver' },
  platinum: { zh: '铂金', en: 'Platinum' },
  palladium: { zh: '钯金', en: 'Palladium' },
}
const forms: { readonly [form: string]: Phrase } = {
  bar: { zh: '条锭', en: 'bar' },
  coin: { zh: '币', en: 'coin' },
  granule: { zh: '颗粒', en: 'granules' },
  account: { zh: '账户', en: 'account' },
}
const named = (names: { readonly [code: string]: Phrase }, code: string): Phrase | undefined =>
  Object.hasOwn(names, code) ? names[code] : undefined

/** A metal and a form by name; undefined for a code that has none, which is then shown raw (row S0-035). */
export const metalWord = (code: string): Phrase | undefined => named(metals, code)
export const formWord = (code: string): Phrase | undefined => named(forms, code)

/** Vouchers and what one does with them. */
export const voucherWords = {
  listTitle: { zh: '贵金属凭证', en: 'Vouchers' },
  listLead: {
    zh: '各机构发布的凭证，每一份都由其发行方签署。',
    en: 'The vouchers that organisations have published, each signed by its issuer.',
  },
  search: { zh: '按代码查找', en: 'Find by code' },
  searchHint: { zh: '代码开头，例如 AU', en: 'How the code begins, such as AU' },
  searchWrong: {
    zh: '代码由大写字母、数字和连字符组成，以字母开头。',
    en: 'A code has capital letters, digits and hyphens, and begins with a letter.',
  },
  noneTitle: { zh: '没有凭证', en: 'No vouchers' },
  noneText: {
    zh: (code: string) => (code ? `没有代码以 ${code} 开头的凭证。` : '还没有发布任何凭证。'),
    en: (code: string) => (code ? `No voucher’s code begins with ${code}.` : 'Nothing is published yet.'),
  },
  issuer: { zh: '发行方', en: 'Issuer' },
  supply: { zh: '流通总量', en: 'Supply' },
  code: { zh: '代码', en: 'Code' },
  home: { zh: '处理机构', en: 'Processed by' },
  functions: { zh: '可用功能', en: 'Functions' },
  suspended: { zh: '暂停', en: 'Suspended' },
  retired: { zh: '该凭证已退市，不能再使用。', en: 'The voucher was retired and cannot be used any more.' },
  cash: { zh: '现金', en: 'Cash' },
  cashOf: { zh: (currency: string) => `现金（${currency}）`, en: (currency: string) => `Cash (${currency})` },
  product: {
    zh: (metal: string, parts: number, form: string) => `${metal} · ${(parts / 10).toFixed(1)}‰ · ${form}`,
    en: (metal: string, parts: number, form: string) => `${(parts / 10).toFixed(1)}‰ ${metal.toLowerCase()} ${form}`,
  },
  verified: { zh: '已核对发行方签名', en: 'Issuer’s signature checked' },
  position: { zh: '我的持仓', en: 'My position' },
  positionDetails: { zh: '详情', en: 'Details' },
  about: { zh: '凭证信息', en: 'About this voucher' },
  atHeight: { zh: (height: string) => `账本高度 ${height}`, en: (height: string) => `At ledger height ${height}` },
  outOfDate: {
    zh: '数据已过时：已知有更新的结果，正在刷新。',
    en: 'Out of date: a later result is known; reading again.',
  },
  mismatch: {
    zh: '总量与账本明细不一致，已停用操作。请联系您的机构。',
    en: 'The total does not agree with the ledger’s parts, so actions are disabled. Tell your organisation.',
  },
  unavailable: { zh: '暂缺', en: 'Unavailable' },
  notApplicable: { zh: '不适用', en: 'Not applicable' },
  unknownCode: { zh: '未知类型', en: 'Unknown type' },
  priceAsOf: {
    zh: (when: string, source: string) => `价格时间 ${when}，来源 ${source}`,
    en: (when: string, source: string) => `Price of ${when}, from ${source}`,
  },
  stalePrice: { zh: (age: string) => `价格已过期（${age}）`, en: (age: string) => `Stale price (${age})` },
  unitOf: {
    zh: (shown: string, base: string) => `${shown}（最小 ${base}）`,
    en: (shown: string, base: string) => `${shown} (counted in ${base})`,
  },
  noOrders: { zh: '没有未完成的委托', en: 'No open orders' },
  area: { zh: '交互区', en: 'Interaction area' },
  areaTitle: { zh: '操作', en: 'What you can do' },
  areaNone: { zh: '该凭证目前不提供任何功能。', en: 'The voucher offers no function now.' },
  areaSignIn: { zh: '使用已授权的设备登录后，可以：', en: 'Signed in on an authorised device, you can:' },
  areaNoRole: {
    zh: '此设备没有客户权限，不能在这里交易。',
    en: 'This device has not the customer’s role, so it cannot trade here.',
  },
  areaIssuer: {
    zh: '您是此凭证的发行方，不能与自己买卖。',
    en: 'You issue this voucher, and cannot trade with yourself.',
  },
  chooseFunction: { zh: '选择功能', en: 'Choose a function' },
  quantity: { zh: '数量', en: 'Quantity' },
  byQuantity: { zh: '按数量', en: 'By quantity' },
  byCash: { zh: '按金额', en: 'By amount' },
  cashAmount: { zh: '金额', en: 'Amount of money' },
  comesTo: { zh: (quantity: string) => `约合 ${quantity}`, en: (quantity: string) => `That is ${quantity}` },
  usualAmounts: { zh: '常用金额', en: 'Usual amounts' },
  priceGuard: { zh: '价格保护', en: 'Price protection' },
  recent: { zh: '最近', en: 'Recent' },
  available: { zh: (quantity: string) => `可用 ${quantity}`, en: (quantity: string) => `Available: ${quantity}` },
  cashAvailable: { zh: (amount: string) => `可用现金 ${amount}`, en: (amount: string) => `Cash available: ${amount}` },
  exceeds: {
    zh: (available: string) => `超过可用数量（${available}）。`,
    en: (available: string) => `More than is available (${available}).`,
  },
  exceedsCash: {
    zh: (needed: string, available: string) => `需要 ${needed}，可用现金只有 ${available}。`,
    en: (needed: string, available: string) => `It takes ${needed}; only ${available} is available.`,
  },
  way: { zh: '成交方式', en: 'How' },
  atLimit: { zh: '限价委托', en: 'Limit order' },
  quote: { zh: '当前报价', en: 'Live quote' },
  quoteLeft: { zh: (left: string) => `${left} 后过期`, en: (left: string) => `Ends in ${left}` },
  quoteEnded: { zh: '报价已过期', en: 'The quote has ended' },
  quoteNone: {
    zh: '目前没有报价。可以使用限价委托，等价格合适时自动成交。',
    en: 'There is no quote now. A limit order waits for a price that meets it.',
  },
  quoteTerms: { zh: '报价基于旧条款，等待新报价。', en: 'The quote is of older terms; wait for the next one.' },
  worstPriceBuy: { zh: '最高可接受价', en: 'Highest price you take' },
  worstPriceSell: { zh: '最低可接受价', en: 'Lowest price you take' },
  worstPriceHintBuy: { zh: '高于此价不成交。', en: 'Above this price nothing is traded.' },
  worstPriceHintSell: { zh: '低于此价不成交。', en: 'Below this price nothing is traded.' },
  worseThanQuote: { zh: '按此价格，当前报价不会成交。', en: 'At this price the quote would not be taken.' },
  gross: { zh: '金额', en: 'Amount' },
  fee: { zh: '手续费', en: 'Fee' },
  toPay: { zh: '合计支付', en: 'You pay' },
  toPayIn: {
    zh: (total: string, fee: string) => `合计支付 ${total}，含手续费 ${fee}`,
    en: (total: string, fee: string) => `You pay ${total}, with a fee of ${fee}`,
  },
  toGetIn: {
    zh: (total: string, fee: string) => `预计到账 ${total}，已扣手续费 ${fee}`,
    en: (total: string, fee: string) => `You get ${total}, less a fee of ${fee}`,
  },
  toGet: { zh: '预计到账', en: 'You get' },
  buyNow: { zh: (quantity: string) => `买入 ${quantity}`, en: (quantity: string) => `Buy ${quantity}` },
  sellNow: { zh: (quantity: string) => `卖出 ${quantity}`, en: (quantity: string) => `Sell ${quantity}` },
  buy: { zh: '买入', en: 'Buy' },
  sell: { zh: '卖出', en: 'Sell' },
  limitPrice: { zh: '限价', en: 'Limit price' },
  limitHintBuy: {
    zh: '价格跌至此价或更低时自动买入，按实际报价成交。',
    en: 'Filled once the issuer sells at this price or lower, at the better price.',
  },
  limitHintSell: {
    zh: '价格涨至此价或更高时自动卖出，按实际报价成交。',
    en: 'Filled once the issuer buys at this price or higher, at the better price.',
  },
  expires: { zh: '有效期', en: 'Good for' },
  hours: { zh: (count: number) => `${count} 小时`, en: (count: number) => (count === 1 ? '1 hour' : `${count} hours`) },
  days: { zh: (count: number) => `${count} 天`, en: (count: number) => (count === 1 ? '1 day' : `${count} days`) },
  reserves: { zh: '将预留', en: 'Will be reserved' },
  placeBuy: { zh: '提交买入委托', en: 'Place buy order' },
  placeSell: { zh: '提交卖出委托', en: 'Place sell order' },
  to: { zh: '接收方账户', en: 'Receiving account' },
  toHint: { zh: '小写字母、数字和连字符，例如 bob', en: 'Small letters, digits and hyphens, such as bob' },
  accountWrong: {
    zh: '账户名为 3 至 40 个小写字母、数字或连字符，以字母开头。',
    en: 'An account is 3 to 40 small letters, digits or hyphens, and begins with a letter.',
  },
  accountSelf: { zh: '请填写另一个账户。', en: 'Name another account than your own.' },
  reference: { zh: '附言', en: 'Reference' },
  referenceHint: {
    zh: '字母、数字、空格和 . _ / -，所有成员机构可见。',
    en: 'Letters, digits, blanks and . _ / -; every member organisation can see it.',
  },
  referenceWrong: {
    zh: '附言只能包含字母、数字、空格和 . _ / -，最多 64 个字符。',
    en: 'A reference is up to 64 letters, digits, blanks and . _ / -.',
  },
  mode: { zh: '转让方式', en: 'How' },
  direct: { zh: '直接转让', en: 'Directly' },
  asOffer: { zh: '需对方确认', en: 'As an offer' },
  offerHint: {
    zh: '数量先预留，对方接受后才转出；过期或拒绝则退回。',
    en: 'The quantity is set aside until the other side accepts; declined or overdue, it comes back.',
  },
  answerWithin: { zh: '答复期限', en: 'To be answered within' },
  transferNow: { zh: (quantity: string) => `转让 ${quantity}`, en: (quantity: string) => `Transfer ${quantity}` },
  offerNow: { zh: (quantity: string) => `发起转让 ${quantity}`, en: (quantity: string) => `Offer ${quantity}` },
  transfer: { zh: '转让', en: 'Transfer' },
  pledgee: { zh: '质权人账户', en: 'Pledgee’s account' },
  purpose: { zh: '用途', en: 'Purpose' },
  purposeHint: {
    zh: '例如贷款编号；所有成员机构可见，请勿写入姓名。',
    en: 'Such as a loan’s number; every member organisation can see it, so write no name.',
  },
  purposeWrong: {
    zh: '用途为 1 至 60 个字符，首尾不能有空格。',
    en: 'A purpose is 1 to 60 characters without blanks at its ends.',
  },
  termEnds: { zh: '质押到期日', en: 'Term ends on' },
  termWrong: { zh: '到期日必须晚于答复期限。', en: 'The term must end after the time to answer.' },
  enforcement: { zh: '到期后', en: 'After the term' },
  enforceNone: { zh: '只能由质权人解除', en: 'Only the pledgee releases it' },
  enforceTransfer: { zh: '质权人可取得质押物', en: 'The pledgee may take the quantity' },
  pledgeNow: { zh: (quantity: string) => `质押 ${quantity}`, en: (quantity: string) => `Pledge ${quantity}` },
  chart: { zh: '价格走势', en: 'Prices' },
  chartBuy: { zh: '买入价', en: 'You buy at' },
  chartSell: { zh: '卖出价', en: 'You sell at' },
  chartNone: { zh: '还没有报价', en: 'No prices yet' },
  chartTable: { zh: '以表格显示', en: 'Show as a table' },
  chartSummary: {
    zh: (count: number, low: string, high: string) => `共 ${count} 个报价，买入价在 ${low} 与 ${high} 之间。`,
    en: (count: number, low: string, high: string) =>
      `${count} quotes; the price to buy lies between ${low} and ${high}.`,
  },
  time: { zh: '时间', en: 'Time' },
  agreements: { zh: '委托、质押与转让', en: 'Orders, pledges, offers' },
  orders: { zh: '委托', en: 'Orders' },
  pledges: { zh: '质押', en: 'Pledges' },
  offers: { zh: '待确认的转让', en: 'Offers' },
  nothing: { zh: '暂无记录', en: 'Nothing here' },
  incoming: { zh: (sender: string) => `来自 ${sender}`, en: (sender: string) => `From ${sender}` },
  outgoing: { zh: (receiver: string) => `转给 ${receiver}`, en: (receiver: string) => `To ${receiver}` },
  pledgedTo: { zh: (pledgee: string) => `质押给 ${pledgee}`, en: (pledgee: string) => `Pledged to ${pledgee}` },
  pledgedBy: { zh: (holder: string) => `${holder} 质押给您`, en: (holder: string) => `Pledged to you by ${holder}` },
  by: { zh: (moment: string) => `期限 ${moment}`, en: (moment: string) => `By ${moment}` },
  until: { zh: (moment: string) => `至 ${moment}`, en: (moment: string) => `Until ${moment}` },
  filledOf: {
    zh: (filled: string, all: string) => `已成交 ${filled} / ${all}`,
    en: (filled: string, all: string) => `${filled} of ${all} filled`,
  },
  limitOf: { zh: (price: string) => `限价 ${price}`, en: (price: string) => `Limit ${price}` },
  cancelOrder: { zh: '撤销委托', en: 'Cancel order' },
  endOverdue: { zh: '结束并取回', en: 'Reclaim' },
  accept: { zh: '接受', en: 'Accept' },
  decline: { zh: '拒绝', en: 'Decline' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  giveBack: { zh: '退回', en: 'Return' },
  release: { zh: '解除', en: 'Release' },
  releaseNow: { zh: (amount: string) => `解除 ${amount}`, en: (amount: string) => `Release ${amount}` },
  releaseTo: { zh: '归还给', en: 'Released to' },
  releaseAfter: { zh: '之后仍质押', en: 'Still pledged after' },
  releaseTitle: { zh: '解除质押', en: 'Release the pledge' },
  releaseHint: {
    zh: (quantity: string) => `已质押 ${quantity}，可分次解除。`,
    en: (quantity: string) => `Pledged: ${quantity}. It can be released in parts.`,
  },
  enforceTitle: { zh: '处置质押物？', en: 'Take what is pledged?' },
  enforceText: {
    zh: (amount: string, holder: string) => `${holder} 质押的 ${amount} 将转入您的账户。此操作不能撤销。`,
    en: (amount: string, holder: string) =>
      `${amount} that ${holder} pledged comes into your account. This cannot be undone.`,
  },
  enforce: { zh: '处置', en: 'Take the quantity' },
  showEnded: { zh: (count: number) => `已结束（${count}）`, en: (count: number) => `Ended (${count})` },
  state: {
    zh: (state: string) =>
      ({
        open: '等待成交',
        'part-filled': '部分成交',
        filled: '全部成交',
        cancelled: '已撤销',
        expired: '已到期',
        proposed: '待对方答复',
        locked: '质押中',
        declined: '已拒绝',
        released: '已解除',
        enforced: '已处置',
        offered: '待对方答复',
        accepted: '已接受',
        returned: '已退回',
        overdue: '已过期限',
      })[state] ?? state,
    en: (state: string) =>
      ({
        open: 'Waiting for a price',
        'part-filled': 'Filled in part',
        filled: 'Filled',
        cancelled: 'Cancelled',
        expired: 'Expired',
        proposed: 'Waiting for an answer',
        locked: 'Pledged',
        declined: 'Declined',
        released: 'Released',
        enforced: 'Enforced',
        offered: 'Waiting for an answer',
        accepted: 'Accepted',
        returned: 'Returned',
        overdue: 'Overdue',
      })[state] ?? state,
  },
} satisfies Phrases
