import type { Call, RowWrite } from '../../../../audit/ledger/transaction.ts'
import { accounts } from '../../../../chaincode/domains/registry/tables.ts'
import { isOf, onCalls } from '../calls.ts'
import type { Kinds } from '../kind.ts'

const shared = { family: 'endorsements and key policies', by: 'a quorum of endorsers' } as const

const accountIn = (call: Call): RowWrite => call.writes.find(isOf(accounts)) as RowWrite
const setsPolicy = ({ metadata }: Call): boolean => metadata.length > 0

/** The policies that rows are given. */
export const policyKinds: Kinds = onCalls(shared, {
  'a policy left out': {
    ...{ finds: 'POLICY_DIFFERS', key: (call) => call.metadata[0]?.key ?? '', fits: setsPolicy },
    change: (call) => {
      call.metadata = call.metadata.slice(1)
    },
  },
  'a policy that nobody demands': {
    ...{ finds: 'POLICY_DIFFERS', key: (call) => accountIn(call).key },
    // A later change of that row in the block would be judged by the policy, before anything is replayed.
    fits: (call, isLast) => isLast && call.writes.some(isOf(accounts)) && !setsPolicy(call),
    change: (call) => {
      const { chaincode, key } = accountIn(call)
      call.metadata.push({ chaincode, key, name: 'VALIDATION_PARAMETER', value: Buffer.from('anybody') })
    },
  },
  'a policy that is set twice': {
    ...{ finds: 'POLICY_DIFFERS', key: (call) => call.metadata[0]?.key ?? '', fits: setsPolicy },
    change: (call) => {
      const [first] = call.metadata
      if (first !== undefined) call.metadata.push({ ...first, value: Buffer.from('anybody') })
    },
  },
})
