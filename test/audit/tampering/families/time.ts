import type { Call } from '../../../../audit/ledger/transaction.ts'
import { ownRules } from '../../../../audit/replay/rules.ts'
import { isJudgedByReceipt } from '../../../../chaincode/stamp.ts'
import type { Kind } from '../../../../chaincode/vocabulary.ts'
import { identityOf } from '../../../support/identities/identities.ts'
import { isBatch, isStamped, isUnstamped, onCalls, sentAt, stampedAt } from '../calls.ts'
import type { Kinds } from '../kind.ts'

const day = 86_400_000n
const year = 365n * day

/** Whether the stamp of the first stamped instruction decides about it, whose own code says where it is too old. */
const isReceiptJudged = (call: Call): boolean =>
  isJudgedByReceipt(sentAt(call, stampedAt(call)).instruction['kind'] as Kind)

const shared = { family: 'time and windows', by: 'a gateway' } as const

/** What transactions say of the time, which is their creator's word, and until when something holds. */
export const timeKinds: Kinds = {
  ...onCalls(shared, {
    'the time of a transaction, past what its instructions are valid for': {
      ...{ finds: 'OUTCOME_DIFFERS', by: 'a quorum of endorsers' },
      fits: (call) => isBatch(call) && call.arguments.length === 1 && isUnstamped(call),
      change: (call) => {
        call.at += 2n * day
      },
    },
    'the time of a transaction, behind that of a stamp in it': {
      ...{ finds: 'STAMP_NOT_VALID', by: 'a quorum of endorsers' },
      fits: (call) => isStamped(call) && call.arguments.length === 1 && !isReceiptJudged(call),
      change: (call) => {
        call.at += 2n * day
      },
    },
    'a time before the creator’s certificate held': {
      ...{ finds: 'CERTIFICATE_OUT_OF_TIME', fits: isBatch },
      change: (call) => {
        call.at -= year
      },
    },
    'a time after the creator’s certificate ended': {
      ...{ finds: 'CERTIFICATE_OUT_OF_TIME', fits: isBatch },
      change: (_call, { open }) => {
        open.creator = identityOf('BankMSP', 'formerGateway').serialized
      },
    },
  }),
  ...onCalls(shared, {
    'a version of the rules that nobody defined': {
      ...{ finds: 'DEFINITION_DIFFERS', by: 'a quorum of endorsers', fits: isBatch },
      change: (call) => {
        call.version = 'made up'
      },
    },
  }),
  'a definition whose rules are not at hand': {
    ...{ ...shared, finds: 'RULES_NOT_KNOWN' },
    forge: ({ market }) => {
      const [first] = market.calls.filter(({ call }) => call.chaincode === 'ledger')
      if (first === undefined) return undefined
      const blocks = market.blocks.slice(0, first.block + 1)
      return { base: market, blocks, at: first, asked: { rules: new Map([['another', ownRules]]) } }
    },
  },
}
