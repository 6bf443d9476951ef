import { type Pledge, pledges } from '../../../chaincode/domains/agreements/tables.ts'
import { liveQuotes, quotes } from '../../../chaincode/domains/market/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import {
  declarations,
  type Grade,
  grades,
  identities,
  institutions,
  positions,
  reaches,
} from '../../../chaincode/domains/trade-chain/tables.ts'
import { creditGrades } from '../../../chaincode/domains/trade-chain/terms.ts'
import { type Voucher, vouchers } from '../../../chaincode/domains/vouchers/tables.ts'
import type { RefusalCode } from '../../../chaincode/vocabulary.ts'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { confidentialText } from '../../../chaincode/wire/confidential.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import { withApproval } from './approvals.ts'
import type { Book } from './book.ts'
import { type Asked, type Page, plain, reasons } from './ruling.ts'

interface SaidOfGrade {
  grade: Grade['grade']
  lift?: { pledgee: string; cash: string; each: string; most: number }
}

/** A client must be active, and at home with the officer. */
const againstClient = (book: Book, client: string, bank: string): RefusalCode[] => {
  const found = book.find(participants, client)
  return reasons({
    unknown_participant: found === undefined,
    receiver_not_active: found !== undefined && found.status !== 'active',
    foreign_client: found !== undefined && found.home !== bank,
  })
}

/** Who holds for the bank, where pledges lift a grade, is active, at home with it, and not the client. */
const againstPledgee = (
  book: Book,
  { client, bank }: { client: string; bank: string },
  pledgee: string | undefined,
): RefusalCode[] => {
  if (pledgee === undefined) return []
  const found = book.find(participants, pledgee)
  return reasons({
    pledgee_is_holder: pledgee === client,
    unknown_participant: found === undefined,
    receiver_not_active: found !== undefined && found.status !== 'active',
    foreign_pledgee: found !== undefined && found.home !== bank,
  })
}

/** What was said in confidence stands in a row of its own. */
const putSaid = ({
  book,
  body: { institution },
  id,
  sender: { home: bank },
  confidential,
}: Asked<'grade.set' | 'grade.weigh' | 'position.set'>): void =>
  book.put(declarations, { bank, institution, instruction: id, text: confidentialText(confidential as never) })

const setGrade = withApproval('grade.set', (asked) => {
  const { book, body, sender, confidential } = asked
  const { client, institution } = body
  const { home: bank } = sender
  const { grade, lift } = confidential as SaidOfGrade
  const against = [...againstClient(book, client, bank), ...againstPledgee(book, { client, bank }, lift?.pledgee)]
  return plain(against, () => {
    const version = (book.find(grades, bank, institution, client)?.version ?? 0n) + 1n
    const lifted = lift === undefined ? {} : { lift: { ...lift, each: BigInt(lift.each) } }
    book.put(grades, { bank, institution, client, grade, base: grade, pledges: {}, version, ...lifted })
    putSaid(asked)
    return { client, institution, version: `${version}` }
  })
})

/** What the issuer pays now for what is pledged, in so much of this cash. */
const worth = (book: Book, name: string, cash: string, now: bigint): bigint => {
  const { voucher, quantity } = book.find(pledges, name) as Pledge
  const { trade, unit } = book.find(vouchers, voucher) as Voucher
  const quote = book.find(quotes, voucher, book.find(liveQuotes, voucher)?.quote ?? '')
  if (trade?.cash !== cash || quote === undefined || quote.status === 'withdrawn' || quote.expiresAt < now) return 0n
  const isOfOldTerms = quote.terms !== digest(canonical({ unit, trade } as never))
  return isOfOldTerms ? 0n : (quote.sell * quantity) / BigInt(trade.priceScale)
}

const weigh: Page<'grade.weigh'> = (asked) => {
  const { book, body, sender, now } = asked
  const { home: bank } = sender
  const { client, institution, pledges: names } = body
  const before = book.find(grades, bank, institution, client)
  const counts = (name: string): boolean => {
    const pledge = book.find(pledges, name)
    const isLocked = pledge?.status === 'locked' && pledge.holder === client && pledge.pledgeeHome === bank
    return isLocked && (before === undefined || pledge.pledgee === before.lift?.pledgee)
  }
  const against = reasons({ pledge_does_not_count: !names.every(counts), grade_missing: before === undefined })
  return plain([...againstClient(book, client, bank), ...against], () => {
    const { base, lift, version } = before as Grade
    let place = creditGrades.indexOf(base)
    if (lift !== undefined) {
      let value = names.reduce((sum, name) => sum + worth(book, name, lift.cash, now), 0n)
      for (let step = 0; step < lift.most && place > 0 && value >= lift.each; step += 1) {
        place -= 1
        value -= lift.each
      }
    }
    const weighed = Object.fromEntries(names.map((name) => [name, (book.find(pledges, name) as Pledge).quantity]))
    const grade = creditGrades[place] as Grade['grade']
    book.put(grades, { ...(before as Grade), grade, pledges: weighed, version: version + 1n })
    putSaid(asked)
    return { client, institution, version: `${version + 1n}` }
  })
}

const setPosition: Page<'position.set'> = (asked) => {
  const { book, body, sender, confidential } = asked
  const { home: bank } = sender
  const { client, institution } = body
  const { family, product, quantity } = confidential as { [name: string]: string }
  const name = `${family}:${product}`
  const products = book.find(positions, bank, institution, client)?.products ?? {}
  const before = products[name]
  const against = reasons({
    position_reserved: (before?.reserved ?? 0n) > 0n,
    too_many_positions: before === undefined && Object.keys(products).length >= 100,
  })
  return plain([...againstClient(book, client, bank), ...against], () => {
    const version = (before?.version ?? 0n) + 1n
    const position = { quantity: BigInt(quantity as string), reserved: 0n, version }
    book.put(positions, { bank, institution, client, products: { ...products, [name]: position } })
    putSaid(asked)
    return { client, institution, version: `${version}` }
  })
}

const unlock = withApproval('identity.unlock', ({ book, body: { client }, sender: { home } }) =>
  plain(againstClient(book, client, home), () => {
    book.put(identities, { client, home, failures: 0 })
    return { client }
  }),
)

const open: Page<'institution.open'> = ({ book, body: { families }, from, sender: { home }, institutionHomes }) =>
  plain(reasons({ home_lacks_part: !institutionHomes.includes(home) }), () => {
    book.put(institutions, { institution: home, participant: from, families, status: 'open' })
    return { institution: home, families, status: 'open' }
  })

const suspend: Page<'institution.suspend'> = ({ book, sender: { home } }) => {
  const row = book.find(institutions, home)
  return plain(reasons({ institution_not_open: row?.status !== 'open' }), () => {
    book.put(institutions, { ...(row as NonNullable<typeof row>), status: 'suspended' })
    return { institution: home, status: 'suspended' }
  })
}

const reachInstitution: Page<'institution.reach'> = ({ book, body, sender: { home: member }, institutionHomes }) =>
  plain(reasons({ home_lacks_part: !institutionHomes.includes(member) }), () => {
    book.put(reaches, { part: 'institution', member, addresses: body.addresses, keys: body.keys })
    return { institution: member }
  })

const reachBank: Page<'bank.reach'> = ({ book, body: { keys }, sender: { home: member }, bankHomes }) =>
  plain(reasons({ home_lacks_part: !bankHomes.includes(member) }), () => {
    book.put(reaches, { part: 'bank', member, addresses: [], keys })
    return { bank: member }
  })

/** What should become of what a bank says of its clients, and of whether an institution takes trades. */
export const tradeChainPages = {
  ...{ 'grade.set': setGrade, 'grade.weigh': weigh, 'position.set': setPosition, 'identity.unlock': unlock },
  ...{ 'institution.open': open, 'institution.suspend': suspend },
  ...{ 'institution.reach': reachInstitution, 'bank.reach': reachBank },
} as const
