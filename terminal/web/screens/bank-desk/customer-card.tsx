import { deskWords } from '../../dictionary/desk.ts'
import { Section } from '../../pieces/page.tsx'
import { ScrollingTable } from '../../pieces/table.tsx'
import { say } from '../../state/settings.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import type { Customer } from './customer.ts'
import { bankWords } from './words.ts'

const tones: { [status: string]: string } = { active: 'good', frozen: 'bad', closed: 'warn' }

const buckets = ['available', 'reserved', 'pledged', 'frozen', 'total'] as const

const Balances = ({ balances }: { balances: NonNullable<Customer['balances']> }) => {
  const held = Object.entries(balances).filter(([, { total }]) => total !== '0')
  if (held.length === 0) return <p class="note">{say(bankWords.holdingsEmpty)}</p>
  return (
    <ScrollingTable
      label={say(bankWords.holdings)}
      columns={[say(deskWords.voucher), ...buckets.map((bucket) => ({ figure: say(deskWords[bucket]) }))]}
    >
      {held.map(([code, balance]) => (
        <tr key={code}>
          <th scope="row">{code}</th>
          {buckets.map((bucket) => (
            <td key={bucket} data-figure>
              {formatQuantity(balance[bucket], unitOf(code))}
            </td>
          ))}
        </tr>
      ))}
    </ScrollingTable>
  )
}

/** Who stands at the counter: home, status, and what is held, by what may be done with it. */
export const CustomerCard = ({ customer }: { customer: Customer }) => {
  const { participant, type, status, homeName, balances } = customer
  return (
    <Section
      title={participant}
      aside={
        <span class="pill" data-tone={tones[status]}>
          {say(deskWords.status)(status)}
        </span>
      }
    >
      <p class="row-note">
        {say(type === 'organisation' ? bankWords.organisation : bankWords.person)} · {homeName}
      </p>
      {balances === undefined ? (
        <p class="note">{say(bankWords.elsewhere)(homeName)}</p>
      ) : (
        <Balances balances={balances} />
      )}
    </Section>
  )
}
