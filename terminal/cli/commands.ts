import type { Command } from 'commander'
import type { Frame } from './invocation.ts'

/** Gives a command its arguments, options and work, or the commands inside it. */
type Fill = (command: Command, frame: Frame) => void

/** A command of the first page, which is filled only when it is called: the first page loads nothing else. */
export interface Opening {
  name: string
  description: string
  /** The names of the commands inside, for the first page. */
  inside: readonly string[]
  load: () => Promise<Fill>
}

/** Every command of the first page, in the order in which it names them. */
export const openings: readonly Opening[] = [
  {
    name: 'device',
    description: 'make and show this machine’s device; add and revoke devices',
    inside: ['create', 'show', 'add', 'revoke', 'renumber', 'seal-key'],
    load: async () => (await import('./commands/device.ts')).deviceCommands,
  },
  {
    name: 'register',
    description: 'put a participant with its first device on the ledger (registrar)',
    inside: [],
    load: async () => (await import('./commands/participant.ts')).registerCommand,
  },
  {
    name: 'participant',
    description: 'freeze, free and close participants; accept transfers',
    inside: ['freeze', 'unfreeze', 'close', 'accept'],
    load: async () => (await import('./commands/participant.ts')).participantCommands,
  },
  {
    name: 'identity',
    description: 'put on record who a client is, for its trades at institutions (bank)',
    inside: ['set', 'show', 'unlock'],
    load: async () => (await import('./commands/identity.ts')).identityCommands,
  },
  {
    name: 'voucher',
    description: 'issue, change and show vouchers',
    inside: ['issue', 'show', 'functions', 'increase', 'decrease', 'retire', 'history', 'list'],
    load: async () => (await import('./commands/voucher.ts')).voucherCommands,
  },
  {
    name: 'transfer',
    description: 'send a quantity of a voucher from your account to another participant',
    inside: [],
    load: async () => (await import('./commands/transfer.ts')).transferCommand,
  },
  {
    name: 'buy',
    description: 'buy from a voucher’s issuer, at its newest price',
    inside: [],
    load: async () => (await import('./commands/trade.ts')).tradeCommand('buy'),
  },
  {
    name: 'sell',
    description: 'sell to a voucher’s issuer, at its newest price',
    inside: [],
    load: async () => (await import('./commands/trade.ts')).tradeCommand('sell'),
  },
  {
    name: 'order',
    description: 'place and cancel limit orders',
    inside: ['place', 'cancel', 'list'],
    load: async () => (await import('./commands/order.ts')).orderCommands,
  },
  {
    name: 'offer',
    description: 'offer transfers, and answer what is offered',
    inside: ['make', 'accept', 'decline', 'cancel', 'list'],
    load: async () => (await import('./commands/offer.ts')).offerCommands,
  },
  {
    name: 'pledge',
    description: 'propose pledges, and answer, release and enforce them',
    inside: ['propose', 'accept', 'decline', 'cancel', 'enforce', 'release', 'list'],
    load: async () => (await import('./commands/pledge.ts')).pledgeCommands,
  },
  {
    name: 'quote',
    description: 'publish, take back and print prices',
    inside: ['publish', 'withdraw', 'list'],
    load: async () => (await import('./commands/quote.ts')).quoteCommands,
  },
  {
    name: 'deposit',
    description: 'put cash on a participant’s account (teller)',
    inside: [],
    load: async () => (await import('./commands/cash.ts')).depositCommand,
  },
  {
    name: 'withdraw',
    description: 'take cash off a participant’s account (teller)',
    inside: [],
    load: async () => (await import('./commands/cash.ts')).withdrawCommand,
  },
  {
    name: 'merchant',
    description: 'let merchants claim payments',
    inside: ['register'],
    load: async () => (await import('./commands/merchant.ts')).merchantCommands,
  },
  {
    name: 'payment',
    description: 'pay, or be paid, with a one-time code',
    inside: [
      ...['code', 'cancel', 'questions', 'approve', 'decline', 'rule', 'rules'],
      ...['claim', 'status', 'list', 'reverse', 'refund'],
    ],
    load: async () => (await import('./commands/payment.ts')).paymentCommands,
  },
  {
    name: 'provider',
    description: 'let businesses issue goods certificates',
    inside: ['register', 'close', 'show'],
    load: async () => (await import('./commands/provider.ts')).providerCommands,
  },
  {
    name: 'certificate',
    description: 'issue, open, hand on and publish goods certificates',
    inside: [
      ...['issue', 'revoke', 'grant', 'show', 'run', 'find', 'open', 'pass-on'],
      ...['use', 'publish', 'withdraw', 'instances'],
    ],
    load: async () => (await import('./commands/certificate.ts')).certificateCommands,
  },
  {
    name: 'purchase',
    description: 'order goods from their provider, and bring orders to their end',
    inside: [
      ...['order', 'pay', 'cancel', 'complete', 'dispute', 'review', 'one-click', 'one-click-rules'],
      ...['accept', 'reject', 'ship', 'deliver', 'refund', 'list', 'show', 'expire', 'evidence', 'disputes', 'decide'],
    ],
    load: async () => (await import('./commands/purchase.ts')).purchaseCommands,
  },
  {
    name: 'matcher',
    description: 'let matching services match demands and recommendations',
    inside: ['set', 'list'],
    load: async () => (await import('./commands/matcher.ts')).matcherCommands,
  },
  {
    name: 'trait',
    description: 'say by which traits you match (matching service)',
    inside: ['register'],
    load: async () => (await import('./commands/matcher.ts')).traitCommands,
  },
  {
    name: 'profile',
    description: 'say what you can be asked for, and what you want recommended',
    inside: ['set', 'show'],
    load: async () => (await import('./commands/profile.ts')).profileCommands,
  },
  {
    name: 'demand',
    description: 'say what you want and of whom, and answer what is wanted of you',
    inside: ['open', 'list', 'show', 'answer', 'decline', 'look', 'accept', 'reject', 'withdraw'],
    load: async () => (await import('./commands/demand.ts')).demandCommands,
  },
  {
    name: 'request',
    description: 'see what you are asked for, and answer it by rules',
    inside: ['list', 'show', 'serve'],
    load: async () => (await import('./commands/request.ts')).requestCommands,
  },
  {
    name: 'recommendation',
    description: 'recommend something to those who want it, and answer in time',
    inside: [
      ...['open', 'list', 'show', 'withdraw', 'deliver', 'serve'],
      ...['answer', 'decline', 'accept', 'reject', 'content', 'deliveries'],
    ],
    load: async () => (await import('./commands/recommendation.ts')).recommendationCommands,
  },
  {
    name: 'interaction',
    description: 'use what was given to you, and rate and reward who gave it',
    inside: ['complete', 'rate', 'reward', 'list'],
    load: async () => (await import('./commands/interaction.ts')).interactionCommands,
  },
  {
    name: 'package',
    description: 'deliver what opens with two keys alone, release them, and open it',
    inside: [
      ...['deliver', 'serve', 'revoke', 'request', 'open', 'reject', 'run', 'program', 'funds', 'take'],
      ...['list', 'show'],
    ],
    load: async () => (await import('./commands/package.ts')).packageCommands,
  },
  {
    name: 'device-password',
    description: 'keep administrator passwords of devices, to deliver them in packages',
    inside: ['keep', 'list', 'forget', 'declare'],
    load: async () => (await import('./commands/device-password.ts')).devicePasswordCommands,
  },
  {
    name: 'grade',
    description: 'grade clients before an institution, which alone is told',
    inside: ['set', 'weigh', 'show'],
    load: async () => (await import('./commands/grade.ts')).gradeCommands,
  },
  {
    name: 'position',
    description: 'say what clients have at an institution, which alone is told',
    inside: ['set', 'show'],
    load: async () => (await import('./commands/trade-position.ts')).positionCommands,
  },
  {
    name: 'institution',
    description: 'say which trades your institution takes, and see who takes which',
    inside: ['open', 'suspend', 'list'],
    load: async () => (await import('./commands/institution.ts')).institutionCommands,
  },
  {
    name: 'approval',
    description: 'approve what another person of your member proposed',
    inside: ['list', 'show', 'approve', 'execute', 'reject', 'withdraw'],
    load: async () => (await import('./commands/approval.ts')).approvalCommands,
  },
  {
    name: 'chain',
    description: 'trade at an institution by way of your bank, and check what was signed',
    inside: [
      ...['open', 'list', 'show', 'withdraw', 'file', 'purge', 'conflicts', 'reconcile', 'queue', 'classes', 'verify'],
      ...['paths', 'deliveries'],
    ],
    load: async () => (await import('./commands/chain.ts')).chainCommands,
  },
  {
    name: 'campaign',
    description: 'pay for trades that are brought to your institution',
    inside: ['open', 'close', 'list', 'show'],
    load: async () => (await import('./commands/campaign.ts')).campaignCommands,
  },
  {
    name: 'promotion',
    description: 'promote trades at an institution, and scan what others promote',
    inside: ['create', 'code', 'scan', 'check', 'list', 'show', 'end'],
    load: async () => (await import('./commands/promotion.ts')).promotionCommands,
  },
  {
    name: 'reward',
    description: 'see what trades earned, and pay it or take it back',
    inside: ['list', 'pay', 'take-back', 'expire'],
    load: async () => (await import('./commands/reward.ts')).rewardCommands,
  },
  {
    name: 'account',
    description: 'show what an account holds, and its past',
    inside: ['show', 'history', 'statement', 'position'],
    load: async () => (await import('./commands/account.ts')).accountCommands,
  },
  {
    name: 'whoami',
    description: 'print which device and gateway this profile uses; asks nobody',
    inside: [],
    load: async () => (await import('./commands/account.ts')).whoamiCommand,
  },
  {
    name: 'instruction',
    description: 'ask what became of instructions, and check them',
    inside: ['show', 'wait', 'evidence', 'verify', 'list'],
    load: async () => (await import('./commands/instruction.ts')).instructionCommands,
  },
  {
    name: 'resend',
    description: 'send again, byte for byte, what has no known outcome; the ledger honours each at most once',
    inside: [],
    load: async () => (await import('./commands/outbox.ts')).resendCommand,
  },
  {
    name: 'send',
    description: 'send a signed envelope, as it is, from a file',
    inside: [],
    load: async () => (await import('./commands/outbox.ts')).sendCommand,
  },
  {
    name: 'instruct',
    description: 'sign and send an instruction of any kind, with its body from a file; print examples of bodies',
    inside: [],
    load: async () => (await import('./commands/instruct.ts')).instructCommand,
  },
]
