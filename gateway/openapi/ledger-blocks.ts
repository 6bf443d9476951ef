import { z } from 'zod'
import { publicKey } from '../../chaincode/wire/device.ts'
import { lastAudit } from '../routes/audit-report.ts'
import { ledgerInstructionQuery, ledgerTransactionQuery, pageQuery } from '../routes/queries.ts'
import { json, type Operations } from './operation.ts'
import { decimal, foundOf, ledgerInstruction, ledgerTransaction, listedBlock, pageOf, row } from './shapes.ts'

const read = (summary: string, answer: z.ZodType, query?: z.ZodObject) => ({
  get: { summary, needsSession: true, answers: { 200: json(answer, summary) }, ...(query && { query }) },
})

/** What auditors alone read: the blocks as they stand, and what the last audit found. */
export const ledgerBlockOperations: Operations = {
  '/v1/blocks': read('Every block, newest first, for auditors', pageOf(listedBlock), pageQuery),
  '/v1/blocks/{number}': read(
    'A block with its transactions in their order, for auditors',
    pageOf(ledgerTransaction).extend({ block: listedBlock }),
    pageQuery,
  ),
  '/v1/ledger-transactions': read(
    'Transactions, newest first, for auditors; `code` is Fabric’s name of a validation',
    foundOf(ledgerTransaction),
    ledgerTransactionQuery,
  ),
  '/v1/ledger-transactions/{transaction}': read(
    'A transaction by its id, or by block and position with a dot between them, for auditors',
    z.object({
      transaction: ledgerTransaction,
      recorded: z.array(ledgerInstruction),
      attempted: z.array(z.string()),
      changed: z.array(z.string()),
      height: decimal,
    }),
  ),
  '/v1/ledger-instructions': read(
    'Recorded instructions, newest first, for auditors; `code` is a refusal’s, `least` and `most` bound the quantity in base units',
    foundOf(ledgerInstruction),
    ledgerInstructionQuery,
  ),
  '/v1/ledger-instructions/{instruction}': read(
    'A recorded instruction with who signed it, and the invalid transactions that held it in vain, for auditors',
    ledgerInstruction.extend({
      envelope: row,
      signer: z.object({ name: z.string(), publicKey }).optional(),
      home: z.string().optional(),
      attempts: z.array(ledgerTransaction),
      height: decimal,
    }),
  ),
  '/v1/disputes': read('Purchases that an auditor can decide, newest first, for auditors', pageOf(row), pageQuery),
  '/v1/audit-report': read('What the last audit found, for auditors', lastAudit),
}
