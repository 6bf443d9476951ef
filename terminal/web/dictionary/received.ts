import type { Kind } from '../../../chaincode/vocabulary.ts'
import type { Phrase } from './phrase.ts'

/** The kinds that concern nobody but their sender, or are published to all: no notice of them comes to another's account. */
export const kindsOfOne = [
  'participant.accept',
  'device.rename',
  'device.set-seal-key',
  'voucher.issue',
  'voucher.revise',
  'voucher.change-functions',
  'voucher.increase-supply',
  'voucher.decrease-supply',
  'voucher.retire',
  'quote.publish',
  'quote.withdraw',
  'order.place',
  'order.cancel',
  'payment-code.request',
  'payment-code.cancel',
  'payment.set-prompt-rule',
  'certificate.issue',
  'certificate.revoke',
  'purchase.set-one-click',
  'trait.register',
  'chain.open',
  'institution.open',
  'institution.suspend',
  'institution.reach',
  'bank.reach',
  'approval.propose',
  'campaign.open',
] as const satisfies readonly Kind[]

type KindOfOthers = Exclude<Kind, (typeof kindsOfOne)[number]>

/**
 * What a notice says to the other side of an instruction that was accepted, by who sent it. A kind that has none, in either language, is a
 * compile error (SX-010).
 */
export const receivedWords: { readonly [K in KindOfOthers]: Phrase<(who: string) => string> } = {
  'grade.set': {
    zh: (who: string) => `${who} 更新了您的信用等级`,
    en: (who: string) => `${who} graded you`,
  },
  'grade.weigh': {
    zh: (who: string) => `${who} 按质押重新计算了您的信用等级`,
    en: (who: string) => `${who} weighed your grade by what you pledged`,
  },
  'position.set': {
    zh: (who: string) => `${who} 登记了您的持仓`,
    en: (who: string) => `${who} put a position of yours on record`,
  },
  'identity.unlock': {
    zh: (who: string) => `${who} 解锁了您的交易`,
    en: (who: string) => `${who} unlocked your trades`,
  },
  'chain.enrich': {
    zh: (who: string) => `${who} 核验了您的交易`,
    en: (who: string) => `${who} verified your trade`,
  },
  'chain.send': {
    zh: (who: string) => `${who} 发送了一笔交易`,
    en: (who: string) => `${who} passed a trade on`,
  },
  'chain.answer': {
    zh: (who: string) => `${who} 答复了交易`,
    en: (who: string) => `${who} answered a trade`,
  },
  'chain.settle': {
    zh: (who: string) => `${who} 结算了交易`,
    en: (who: string) => `${who} settled a trade`,
  },
  'chain.withdraw': {
    zh: (who: string) => `${who} 撤回了交易`,
    en: (who: string) => `${who} withdrew a trade`,
  },
  'chain.expire': {
    zh: (who: string) => `${who} 使交易到期`,
    en: (who: string) => `${who} ended a trade past its time`,
  },
  'chain.mark-unknown': {
    zh: (who: string) => `${who} 标记交易结果未知`,
    en: (who: string) => `${who} does not know what became of a trade`,
  },
  'chain.void': {
    zh: (who: string) => `${who} 作废了交易`,
    en: (who: string) => `${who} voided a trade`,
  },
  'chain.release': {
    zh: (who: string) => `${who} 解除了交易占用`,
    en: (who: string) => `${who} freed what a voided trade held`,
  },
  'chain.reconcile': {
    zh: (who: string) => `${who} 处理了交易冲突`,
    en: (who: string) => `${who} reconciled a trade`,
  },
  'approval.approve': {
    zh: (who: string) => `${who} 批准了申请`,
    en: (who: string) => `${who} approved a proposal`,
  },
  'approval.reject': {
    zh: (who: string) => `${who} 驳回了申请`,
    en: (who: string) => `${who} rejected a proposal`,
  },
  'approval.withdraw': {
    zh: (who: string) => `${who} 撤回了申请`,
    en: (who: string) => `${who} took a proposal back`,
  },
  'approval.expire': {
    zh: (who: string) => `${who} 使申请到期`,
    en: (who: string) => `${who} ended a proposal past its time`,
  },
  'chain.purge': {
    zh: (who: string) => `${who} 清除了交易的保密内容`,
    en: (who: string) => `${who} took away what was said in confidence of a trade`,
  },
  'campaign.close': {
    zh: (who: string) => `${who} 结束了推广活动`,
    en: (who: string) => `${who} closed a campaign`,
  },
  'promotion.create': {
    zh: (who: string) => `${who} 参与推广您的活动`,
    en: (who: string) => `${who} promotes in your campaign`,
  },
  'promotion.end': {
    zh: (who: string) => `${who} 结束了推广`,
    en: (who: string) => `${who} ended a promotion`,
  },
  'reward.judge': {
    zh: (who: string) => `${who} 判定了一笔交易的奖励`,
    en: (who: string) => `${who} judged what a trade earned`,
  },
  'reward.pay': {
    zh: (who: string) => `${who} 处理了一笔交易奖励`,
    en: (who: string) => `${who} paid or holds a reward of a trade`,
  },
  'reward.expire': {
    zh: (_who: string) => '一笔交易奖励已到期',
    en: (_who: string) => 'A reward of a trade was held too long and ended',
  },
  'reward.take-back': {
    zh: (who: string) => `${who} 收回一笔交易奖励`,
    en: (who: string) => `${who} takes a reward of a trade back`,
  },
  'participant.register': {
    zh: (who: string) => `${who} 为您开立了账户`,
    en: (who: string) => `${who} opened your account`,
  },
  'participant.freeze': {
    zh: (who: string) => `${who} 冻结了您的账户`,
    en: (who: string) => `${who} froze your account`,
  },
  'participant.unfreeze': {
    zh: (who: string) => `${who} 解冻了您的账户`,
    en: (who: string) => `${who} freed your account`,
  },
  'participant.close': {
    zh: (who: string) => `${who} 关闭了您的账户`,
    en: (who: string) => `${who} closed your account`,
  },
  'device.add': {
    zh: (who: string) => `${who} 为您添加了设备`,
    en: (who: string) => `${who} added a device of yours`,
  },
  'device.replace': {
    zh: (who: string) => `${who} 更换了您的设备`,
    en: (who: string) => `${who} replaced a device of yours`,
  },
  'device.revoke': {
    zh: (who: string) => `${who} 移除了您的设备`,
    en: (who: string) => `${who} revoked a device of yours`,
  },
  'holding.freeze': {
    zh: (who: string) => `${who} 冻结了您持有的数量`,
    en: (who: string) => `${who} froze a quantity of yours`,
  },
  'holding.unfreeze': {
    zh: (who: string) => `${who} 解冻了您持有的数量`,
    en: (who: string) => `${who} freed a quantity of yours`,
  },
  'voucher.transfer': {
    zh: (who: string) => `${who} 转给了您`,
    en: (who: string) => `${who} transferred to you`,
  },
  'cash.deposit': {
    zh: (who: string) => `${who} 为您存入现金`,
    en: (who: string) => `${who} paid cash into your account`,
  },
  'cash.withdraw': {
    zh: (who: string) => `${who} 为您支取现金`,
    en: (who: string) => `${who} paid cash out of your account`,
  },
  'transfer.offer': {
    zh: (who: string) => `${who} 请您确认一笔转让`,
    en: (who: string) => `${who} offers you a transfer`,
  },
  'transfer.accept': {
    zh: (who: string) => `${who} 接收了您的转让`,
    en: (who: string) => `${who} accepted your transfer`,
  },
  'transfer.decline': {
    zh: (who: string) => `${who} 拒绝了您的转让`,
    en: (who: string) => `${who} declined your transfer`,
  },
  'transfer.cancel': {
    zh: (who: string) => `${who} 撤回了给您的转让`,
    en: (who: string) => `${who} withdrew a transfer to you`,
  },
  'transfer.expire': {
    zh: (_who: string) => '一笔转让已到期',
    en: (_who: string) => 'A transfer is overdue and ended',
  },
  'transfer.return': {
    zh: (who: string) => `${who} 退回了您的转让`,
    en: (who: string) => `${who} returned your transfer`,
  },
  'pledge.propose': {
    zh: (who: string) => `${who} 向您发起质押`,
    en: (who: string) => `${who} proposes a pledge to you`,
  },
  'pledge.accept': {
    zh: (who: string) => `${who} 接受了您的质押`,
    en: (who: string) => `${who} accepted your pledge`,
  },
  'pledge.decline': {
    zh: (who: string) => `${who} 拒绝了您的质押`,
    en: (who: string) => `${who} declined your pledge`,
  },
  'pledge.cancel': {
    zh: (who: string) => `${who} 撤回了给您的质押`,
    en: (who: string) => `${who} withdrew a pledge to you`,
  },
  'pledge.expire': {
    zh: (_who: string) => '一项质押提议已到期',
    en: (_who: string) => 'A proposed pledge is overdue and ended',
  },
  'pledge.release': {
    zh: (who: string) => `${who} 解除了质押`,
    en: (who: string) => `${who} released a pledge`,
  },
  'pledge.enforce': {
    zh: (who: string) => `${who} 处置了质押`,
    en: (who: string) => `${who} enforced a pledge`,
  },
  'trade.buy': {
    zh: (who: string) => `${who} 向您买入`,
    en: (who: string) => `${who} bought from you`,
  },
  'trade.sell': {
    zh: (who: string) => `${who} 向您卖出`,
    en: (who: string) => `${who} sold to you`,
  },
  'order.expire': {
    zh: (_who: string) => '您的限价委托已到期',
    en: (_who: string) => 'A limit order of yours is overdue and ended',
  },
  'order.fill': {
    zh: (who: string) => `${who} 成交了您的限价委托`,
    en: (who: string) => `${who} filled a limit order of yours`,
  },
  'merchant.register': {
    zh: (who: string) => `${who} 将您登记为商户`,
    en: (who: string) => `${who} registered you as a merchant`,
  },
  'merchant.close': {
    zh: (who: string) => `${who} 注销了您的商户`,
    en: (who: string) => `${who} closed you as a merchant`,
  },
  'payment.claim': {
    zh: (who: string) => `${who} 请您付款`,
    en: (who: string) => `${who} asks you to pay`,
  },
  // A merchant is told of no customer's account.
  'payment.approve': {
    zh: (_who: string) => '收到一笔付款',
    en: (_who: string) => 'A payment came in',
  },
  'payment.decline': {
    zh: (_who: string) => '一笔付款被拒绝',
    en: (_who: string) => 'A payment was declined',
  },
  'payment.expire': {
    zh: (_who: string) => '一笔付款已到期',
    en: (_who: string) => 'A payment is overdue and ended',
  },
  'payment.reverse': {
    zh: (who: string) => `${who} 撤销了一笔收款`,
    en: (who: string) => `${who} reversed a payment`,
  },
  'payment.refund': {
    zh: (who: string) => `${who} 向您退款`,
    en: (who: string) => `${who} gave you back a payment`,
  },
  'provider.register': {
    zh: (who: string) => `${who} 将您登记为商品提供方`,
    en: (who: string) => `${who} registered you as a provider`,
  },
  'provider.close': {
    zh: (who: string) => `${who} 注销了您的商品提供方资格`,
    en: (who: string) => `${who} closed you as a provider`,
  },
  'certificate.grant': {
    zh: (who: string) => `${who} 把物信证交给了您`,
    en: (who: string) => `${who} handed you a goods certificate`,
  },
  'instance.pass-on': {
    zh: (who: string) => `${who} 转交了物信证`,
    en: (who: string) => `${who} handed a goods certificate on`,
  },
  'instance.use': {
    zh: (who: string) => `${who} 使用了您的物信证`,
    en: (who: string) => `${who} used a goods certificate of yours`,
  },
  'instance.publish': {
    zh: (who: string) => `${who} 公布了您的物信证`,
    en: (who: string) => `${who} published a goods certificate of yours`,
  },
  'publication.withdraw': {
    zh: (who: string) => `${who} 撤回了对您物信证的公布`,
    en: (who: string) => `${who} withdrew what it published of your goods`,
  },
  'purchase.order': {
    zh: (who: string) => `${who} 向您下单`,
    en: (who: string) => `${who} ordered from you`,
  },
  'purchase.pay': {
    zh: (who: string) => `${who} 支付了订单`,
    en: (who: string) => `${who} paid for an order`,
  },
  'purchase.cancel': {
    zh: (who: string) => `${who} 取消了订单`,
    en: (who: string) => `${who} cancelled an order`,
  },
  'purchase.accept': {
    zh: (who: string) => `${who} 接受了您的订单`,
    en: (who: string) => `${who} accepted your order`,
  },
  'purchase.reject': {
    zh: (who: string) => `${who} 拒绝了您的订单，款项已退回`,
    en: (who: string) => `${who} rejected your order; your money is free again`,
  },
  'purchase.ship': {
    zh: (who: string) => `${who} 已发货`,
    en: (who: string) => `${who} shipped your order`,
  },
  'purchase.deliver': {
    zh: (who: string) => `${who} 表示订单已送达`,
    en: (who: string) => `${who} says that your order is delivered`,
  },
  'purchase.complete': {
    zh: (who: string) => `${who} 确认收货，订单完成`,
    en: (who: string) => `${who} completed an order`,
  },
  'purchase.expire': {
    zh: (_who: string) => '一笔订单已到期，款项已退回',
    en: (_who: string) => 'An order is overdue and ended; the money is free again',
  },
  'purchase.dispute': {
    zh: (who: string) => `${who} 对订单提出争议`,
    en: (who: string) => `${who} disputes an order`,
  },
  'purchase.add-evidence': {
    zh: (who: string) => `${who} 补充了争议证据`,
    en: (who: string) => `${who} added evidence to a dispute`,
  },
  'purchase.decide': {
    zh: (who: string) => `${who} 裁决了订单争议`,
    en: (who: string) => `${who} decided a dispute`,
  },
  'purchase.refund': {
    zh: (who: string) => `${who} 向您退还订单款`,
    en: (who: string) => `${who} gave you back a part of an order`,
  },
  'purchase.review': {
    zh: (who: string) => `${who} 评价了您的商品`,
    en: (who: string) => `${who} reviewed your goods`,
  },
  'recommendation.answer': {
    zh: (who: string) => `${who} 回应了您的推荐`,
    en: (who: string) => `${who} answered your recommendation`,
  },
  'matcher.set': {
    zh: (who: string) => `${who} 更新了您的撮合服务`,
    en: (who: string) => `${who} set up your matching service`,
  },
  'profile.set': {
    zh: (who: string) => `${who} 在您这里更新了资料`,
    en: (who: string) => `${who} set its profile with you`,
  },
  'demand.open': {
    zh: (who: string) => `${who} 请您为一项需求寻找持有人`,
    en: (who: string) => `${who} asks you to match a demand`,
  },
  'demand.withdraw': {
    zh: (who: string) => `${who} 撤回了需求`,
    en: (who: string) => `${who} withdrew a demand`,
  },
  'demand.match': {
    zh: (who: string) => `${who} 已为您的需求寻找持有人`,
    en: (who: string) => `${who} looked for holders for your demand`,
  },
  'demand.request': {
    zh: (who: string) => `${who} 转来一项需求，请您回应`,
    en: (who: string) => `${who} passes a demand on to you: somebody wants what you may have`,
  },
  'demand.answer': {
    zh: (who: string) => `${who} 回应了您的需求`,
    en: (who: string) => `${who} offers something to your demand`,
  },
  'demand.decline': {
    zh: (who: string) => `${who} 谢绝了您的需求`,
    en: (who: string) => `${who} declined your demand`,
  },
  'demand.accept': {
    zh: (who: string) => `${who} 接受了您的回应`,
    en: (who: string) => `${who} accepted what you offered`,
  },
  // Who is rejected does not learn by whom.
  'demand.reject': {
    zh: (_who: string) => '您对一项需求的回应未被接受',
    en: (_who: string) => 'What you offered to a demand was not taken',
  },
  'interaction.complete': {
    zh: (who: string) => `${who} 使用了所接受的内容`,
    en: (who: string) => `${who} used what was accepted`,
  },
  'interaction.rate': {
    zh: (who: string) => `${who} 评价了您`,
    en: (who: string) => `${who} rated you`,
  },
  'interaction.reward': {
    zh: (who: string) => `${who} 向您发放推荐奖励`,
    en: (who: string) => `${who} rewards you for a recommendation`,
  },
  'recommendation.open': {
    zh: (who: string) => `${who} 请您为一条推荐寻找对象`,
    en: (who: string) => `${who} asks you to match a recommendation`,
  },
  'recommendation.withdraw': {
    zh: (who: string) => `${who} 撤回了推荐`,
    en: (who: string) => `${who} withdrew a recommendation`,
  },
  'recommendation.match': {
    zh: (who: string) => `${who} 已为您的推荐寻找对象`,
    en: (who: string) => `${who} looked for those who want what you recommend`,
  },
  'recommendation.request': {
    zh: (who: string) => `${who} 转来一条推荐，请您回应`,
    en: (who: string) => `${who} passes a recommendation on to you: answer it in time`,
  },
  'recommendation.decline': {
    zh: (who: string) => `${who} 谢绝了您的推荐`,
    en: (who: string) => `${who} declined your recommendation`,
  },
  'recommendation.deliver': {
    zh: (who: string) => `${who} 向您交付了推荐内容`,
    en: (who: string) => `${who} delivered to you what was recommended`,
  },
  'recommendation.accept': {
    zh: (who: string) => `${who} 接受了您交付的推荐内容`,
    en: (who: string) => `${who} accepted what you delivered`,
  },
  'recommendation.reject': {
    zh: (who: string) => `${who} 拒绝了您交付的推荐内容`,
    en: (who: string) => `${who} rejected what you delivered`,
  },
  'package.deliver': {
    zh: (who) => `${who}向您交付了一个密封包`,
    en: (who) => `${who} delivered a package to you`,
  },
  'package.revoke': {
    zh: (who) => `${who}撤销了密封包`,
    en: (who) => `${who} revoked a package`,
  },
  'package.request': {
    zh: (who) => `${who}申请密封包的密钥`,
    en: (who) => `${who} asks for the keys of a package`,
  },
  'package.release': {
    zh: (who) => `${who}发放了密封包的密钥`,
    en: (who) => `${who} released a key of a package`,
  },
  'package.open': {
    zh: (who) => `${who}打开了密封包`,
    en: (who) => `${who} opened a package`,
  },
  'package.reject': {
    zh: (who) => `${who}拒收了密封包`,
    en: (who) => `${who} rejected a package`,
  },
}
