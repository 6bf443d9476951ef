import type { certificateRefusals } from '../../../chaincode/domains/certificates/refusals.ts'
import type { Reason } from './reason.ts'

/** What the ledger refuses about goods certificates, with the next step. */
export const certificateReasonWords: { readonly [C in keyof typeof certificateRefusals]: Reason } = {
  provider_not_registered: {
    zh: { what: '该商品提供方未登记，或已被注销。', next: '请联系其所属机构。' },
    en: { what: 'No member registers this provider now.', next: 'Ask the member that is its home.' },
  },
  unknown_certificate: {
    zh: { what: '账本上没有这份物信证。', next: '请核对链接是否完整。' },
    en: { what: 'The ledger knows no such certificate.', next: 'Check that the link is whole.' },
  },
  certificate_revoked: {
    zh: { what: '商品提供方已撤销这份证书。', next: '请查找该商品的新证书。' },
    en: { what: 'The provider revoked this certificate.', next: 'Look for a new one of these goods.' },
  },
  certificate_expired: {
    zh: { what: '这份证书已过有效期。', next: '请查找该商品的新证书。' },
    en: { what: 'The time of this certificate is over.', next: 'Look for a new one of these goods.' },
  },
  item_has_certificate: {
    zh: { what: '该商品已有一份有效证书。', next: '请先撤销它，或等它到期。' },
    en: { what: 'The item has an active certificate already.', next: 'Revoke that one, or wait until it expires.' },
  },
  not_a_metal: {
    zh: { what: '该凭证不是金属。', next: '请选择金属凭证。' },
    en: { what: 'That voucher is no metal.', next: 'Choose a metal.' },
  },
  exclusive_given: {
    zh: { what: '这份独家证书已给了别人。', next: '独家证书同一时间只能给一方。' },
    en: { what: 'Somebody has this exclusive certificate already.', next: 'It can be one party’s at a time.' },
  },
  certificate_not_passable: {
    zh: { what: '这份证书不可由他人持有和转交。', next: '请直接发放给买方。' },
    en: { what: 'Nobody may hold this certificate to hand it on.', next: 'Give it to the buyer in another form.' },
  },
  provider_is_receiver: {
    zh: { what: '证书不能转交给其商品提供方。', next: '请选择其他接收方。' },
    en: { what: 'The provider cannot be given its own certificate.', next: 'Choose another receiver.' },
  },
  already_owned: {
    zh: { what: '接收方已拥有这份证书。', next: '无需再次转让所有权。' },
    en: { what: 'The receiver owns this certificate already.', next: 'There is nothing more to hand over.' },
  },
  licence_terms_unfit: {
    zh: { what: '许可须写明用途和期限，其他方式不可填写。', next: '请核对后重新提交。' },
    en: {
      what: 'A licence needs its uses and an end, and nothing else may have them.',
      next: 'Check the form and send it again.',
    },
  },
  unknown_instance: {
    zh: { what: '账本上没有这份已发放的证书。', next: '请核对后重试。' },
    en: { what: 'The ledger knows nothing that was given under this id.', next: 'Check the id and try again.' },
  },
  instance_state_forbids: {
    zh: { what: '它已被转交或使用，不能再用。', next: '请刷新后查看您持有的证书。' },
    en: { what: 'It was handed on or used up already.', next: 'Look at what you have again.' },
  },
  form_forbids: {
    zh: { what: '您所持有的方式不允许这样做。', next: '请向商品提供方索取相应的方式。' },
    en: {
      what: 'What you have of this certificate does not allow that.',
      next: 'Ask the provider for what you need.',
    },
  },
  not_transferable: {
    zh: { what: '它只给了您本人，不可转交。', next: '请让对方直接向商品提供方索取。' },
    en: { what: 'It was given to you alone and cannot move on.', next: 'Have the other side ask the provider.' },
  },
  too_many_passes: {
    zh: { what: '它被转交的次数已达上限。', next: '请让对方直接向商品提供方索取。' },
    en: { what: 'It was handed on as often as it may be.', next: 'Have the other side ask the provider.' },
  },
  licence_exceeded: {
    zh: { what: '转交的用途或期限超出您的许可。', next: '请减少用途或缩短期限。' },
    en: { what: 'That is more, or for longer, than your licence says.', next: 'Take fewer uses or an earlier end.' },
  },
  licence_ended: {
    zh: { what: '许可已到期。', next: '请取得新的许可。' },
    en: { what: 'The term of the licence is over.', next: 'Get a new licence.' },
  },
  use_not_licensed: {
    zh: { what: '许可不包括这种用途。', next: '请取得包括此用途的许可。' },
    en: { what: 'The licence does not allow this use.', next: 'Get a licence that does.' },
  },
  foreign_link: {
    zh: { what: '该链接不是商品提供方为此证书提供的地址。', next: '请使用商品提供方给出的链接。' },
    en: { what: 'The link is not its provider’s to this certificate.', next: 'Take the link that the provider gives.' },
  },
  unknown_publication: {
    zh: { what: '账本上没有这项公布。', next: '请刷新后重试。' },
    en: { what: 'The ledger knows no such publication.', next: 'Look again and try anew.' },
  },
  publication_state_forbids: {
    zh: { what: '这项公布已被撤回。', next: '无需再做什么。' },
    en: { what: 'The publication was withdrawn already.', next: 'There is nothing more to do.' },
  },
}
