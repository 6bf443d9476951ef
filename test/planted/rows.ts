import { chainRowBugs } from './chain-rows.ts'
import { demandRowBugs } from './demand-rows.ts'
import { packageRowBugs } from './package-rows.ts'
import { promotionRowBugs } from './promotion-rows.ts'
import { recommendationRowBugs } from './recommendation-rows.ts'
import type { RowBug } from './row-bug.ts'

const certificates = 'chaincode/rules/certificates'
const commerce = 'chaincode/rules/commerce'
const payments = 'chaincode/rules/payments'

const ofInstances: readonly RowBug[] = [
  {
    row: 'S1-021',
    says: 'exclusive data are handed to a second one',
    file: `${certificates}/giving.ts`,
    text: "if (given !== undefined) throw new Refusal('exclusive_given', { certificate })",
    instead: '',
  },
  {
    row: 'S1-022',
    says: 'who handed ownership on still has it',
    file: `${certificates}/passing.ts`,
    text: "write(instances, after(from, 'pass-on')),",
    instead: 'write(instances, from),',
  },
  {
    row: 'S1-023',
    says: 'a licence is good after its term',
    file: `${certificates}/using.ts`,
    text: '  requireTerm(instance, facts)\n',
    instead: '',
  },
  {
    row: 'S1-024',
    says: 'a licence moves on although it may not',
    file: `${certificates}/passing.ts`,
    text: 'if (!from.transferable) throw',
    instead: "if (!from.transferable && form !== 'licence') throw",
  },
  {
    row: 'S1-049',
    says: 'who has nothing but a licence publishes a certificate',
    file: `${certificates}/publication.ts`,
    text: "    requireForm(instance, ['holding', 'ownership'])\n",
    instead: '',
  },
  {
    row: 'S1-052',
    says: 'whoever owns a certificate is given a second title to it',
    file: `${certificates}/giving.ts`,
    text: "if (form === 'ownership' && isOwner) throw new Refusal('already_owned', { to, certificate })",
    instead: '',
  },
]

const ofCertificates: readonly RowBug[] = [
  {
    row: 'S1-030',
    says: 'anybody with the role issues, whether or not a member registered it',
    file: `${certificates}/certificate.ts`,
    text: '    requireOpenProvider(view, provider)\n',
    instead: '',
  },
  {
    row: 'S1-031',
    says: 'a link need only begin as one of the provider’s',
    file: `${certificates}/publication.ts`,
    text: `link === \`\${address}/c/\${certificate}\``,
    instead: 'link.startsWith(address)',
  },
  {
    row: 'S1-032',
    says: 'one item has two certificates that count',
    file: `${certificates}/certificate.ts`,
    text: "throw new Refusal('item_has_certificate', { item, certificate: entry.certificate })",
    instead: '',
  },
  {
    row: 'S1-033',
    says: 'a revoked certificate opens like any other',
    file: 'terminal/sdk/certificates/read-certificate.ts',
    text: "if (status === 'revoked') {",
    instead: "if (status === 'revoked' && now < 0) {",
  },
  {
    row: 'S1-036',
    says: 'buyers stand unmasked in the purchase records',
    file: 'gateway/services/certificates.ts',
    text: `\`\${String(participant).slice(0, 1)}***\``,
    instead: 'String(participant)',
  },
  {
    row: 'S1-037',
    says: 'an order is reviewed as often as its buyer likes',
    file: `${commerce}/aftermath.ts`,
    text: "if (view.find(reviews, purchase) !== undefined) throw new Refusal('already_reviewed', { purchase })",
    instead: '',
  },
  {
    row: 'S1-038',
    says: 'after the login nobody comes back to the order',
    file: 'terminal/web/state/after-login.ts',
    text: 'wanted = path.value',
    instead: 'wanted = undefined',
  },
  {
    row: 'S1-044',
    says: 'a body that differs from its row is taken',
    file: 'terminal/sdk/certificates/read-certificate.ts',
    text: 'if (differing !== undefined) throw altered(differing[0])',
    instead: '',
  },
]

const ofOrders: readonly RowBug[] = [
  {
    row: 'S1-040',
    says: 'what the certificate leaves out is done all the same',
    file: `${commerce}/order.ts`,
    text: "if (!allows.includes(wanted)) throw new Refusal('certificate_forbids', { certificate, function: wanted })",
    instead: '',
  },
  {
    row: 'S1-041',
    says: 'one account’s stored address goes into another’s order',
    file: 'terminal/web/state/delivery-address.ts',
    text: `\`delivery address \${account}\``,
    instead: "account.slice(0, 0) + 'delivery address'",
  },
  {
    row: 'S1-042',
    says: 'the limit of orders in one click is not asked for',
    file: `${commerce}/order.ts`,
    text: 'if (covers(rule, amount, facts)) return',
    instead: 'if (rule !== undefined && covers(rule, 0n, facts)) return',
  },
  {
    row: 'S1-043',
    says: 'a click that is repeated orders again',
    file: 'chaincode/rules/judge.ts',
    text: "  if (number === 'used') return { status: 'repeated' }\n",
    instead: '',
  },
  {
    row: 'S1-045',
    says: 'an instance is used up as often as its holder likes',
    file: `${certificates}/instance-life.ts`,
    text: "consume: 'consumed' }",
    instead: "consume: 'held' }",
  },
  {
    row: 'S1-046',
    says: 'an order may name whomever as its seller',
    file: `${commerce}/order.ts`,
    text: "if (provider !== body.provider) throw new Refusal('not_the_provider', { provider: body.provider })",
    instead: '',
  },
  {
    row: 'S1-047',
    says: 'an order may name another cash than the certificate',
    file: `${commerce}/order.ts`,
    text: '  requireSameVoucher({ voucher: cash }, { voucher: body.cash })\n',
    instead: '',
  },
  {
    row: 'S1-048',
    says: 'the buyer of what was never shipped is refunded less than was paid',
    file: `${commerce}/holds.ts`,
    text: "{ bucket: 'reserved', to: 'available', quantity } as const",
    instead: "{ bucket: 'reserved', to: 'available', quantity: quantity - 1n } as const",
  },
  {
    row: 'S1-050',
    says: 'a price that the provider did not commit to is taken',
    file: `${commerce}/order.ts`,
    text: 'if (termsDigest({ provider, item, cash, price, salt }) !== terms)',
    instead: "if (termsDigest({ provider, item, cash, price, salt }) === '')",
  },
  {
    row: 'S1-051',
    says: 'everybody reads the orders of others',
    file: 'chaincode/domains/commerce/tables.ts',
    text: "readers: { parties: ['buyer', 'provider'] },\n  listed: {\n    as: 'purchases',",
    instead: "readers: 'everybody',\n  listed: {\n    as: 'purchases',",
  },
  {
    row: 'S1-053',
    says: 'a certificate that takes orders only is paid by one click',
    file: `${commerce}/order.ts`,
    text: "requireAllowed(certificate, body.pay ? 'pay' : 'order')",
    instead: "requireAllowed(certificate, 'order')",
  },
]

const ofSeveralDomains: readonly RowBug[] = [
  {
    row: 'SX-001',
    says: 'the issuer’s metal does not wait for the payer’s answer',
    file: `${payments}/settling.ts`,
    text: 'return [write(accounts, moved(sender, buy.voucher, leg))]',
    instead: 'return []',
  },
  {
    row: 'SX-002',
    says: 'a merchant takes the money of another provider’s order',
    file: `${commerce}/paid-by-code.ts`,
    text: "if (provider !== payee) throw new Refusal('not_the_provider', { purchase })",
    instead: '',
  },
  {
    row: 'SX-003',
    says: 'metal that is pledged is put aside for a buyer',
    file: `${commerce}/purchase.ts`,
    text: "moved(sender, voucher, { bucket: 'available', to: 'reserved', quantity })",
    instead:
      "moved(sender, voucher, { bucket: (sender.holdings[voucher]?.pledged ?? 0n) >= quantity ? 'pledged' : 'available', to: 'reserved', quantity })",
  },
]

/** A bug for each row that tests without a network observe; S1-034, S1-035 and S1-039 are seen in a browser alone. */
export const rowBugs: readonly RowBug[] = [
  ...[...ofInstances, ...ofCertificates, ...ofOrders, ...ofSeveralDomains],
  ...[...demandRowBugs, ...recommendationRowBugs, ...packageRowBugs, ...chainRowBugs, ...promotionRowBugs],
]
