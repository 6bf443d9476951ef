import { type DisclosureFile, disclosureFormat } from '../../../audit/disclosure/disclosure-file.ts'
import { transientNames } from '../../../chaincode/wire/transient.ts'
import type { InMemoryLedger, Proposal } from '../../support/ledger.ts'

const bodiesOf = ({ transient = {} }: Proposal): DisclosureFile['bodies'] =>
  Object.entries(transient).flatMap(([name, bytes]) => {
    const { confidential } = transientNames
    return name.startsWith(confidential)
      ? [{ instruction: name.slice(confidential.length), text: Buffer.from(bytes).toString() }]
      : []
  })

const rowsOf = ({ readWriteSet }: Proposal): DisclosureFile['rows'] =>
  readWriteSet.writes.flatMap(({ table, key, value }) =>
    table.startsWith('pair-') && value !== undefined ? [{ key, value: value.toString() }] : [],
  )

/** All that a pair can disclose of a ledger in memory: every text that came beside its valid transactions, and every private row. */
export const disclosureOf = ({ blocks, channel }: InMemoryLedger): DisclosureFile => {
  const committed = blocks.flatMap(({ transactions }) => transactions.filter(({ code }) => code === 'VALID'))
  const proposals = committed.map(({ proposal }) => proposal)
  return {
    ...{ format: disclosureFormat, channel, collections: ['pair-bank-institution'] },
    ...{ bodies: proposals.flatMap(bodiesOf), rows: proposals.flatMap(rowsOf) },
  }
}
