import { accounts } from '../../domains/registry/tables.ts'
import { type Institution, institutions } from '../../domains/trade-chain/tables.ts'
import { Refusal } from '../../refusal.ts'
import { type Rule, write } from '../rule.ts'

/**
 * An institution says which families it takes (S2-018), and that the sender answers for it; anew to change that, or to open again. Refuses
 * `home_lacks_part` for who is at home with no institution.
 */
export const openInstitution: Rule<'institution.open'> = {
  reads: () => [],
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ body: { families }, sender: { home, participant }, consortium }) => {
    if (!consortium.plays(home, 'institution')) throw new Refusal('home_lacks_part', { part: 'institution' })
    const row: Institution = { institution: home, participant, families, status: 'open' }
    return {
      effects: { institution: home, families: [...families], status: row.status },
      writes: [write(institutions, row)],
    }
  },
}

/** An institution takes no more chains until it opens again; those that were sent go on. Refuses `institution_not_open`. */
export const suspendInstitution: Rule<'institution.suspend'> = {
  reads: () => [],
  readsThen: ({ from }, view) => {
    const home = view.find(accounts, from)?.home
    return home === undefined ? [] : [institutions.key(home)]
  },
  home: ({ from }, view) => view.find(accounts, from)?.home,
  decide: ({ sender: { home }, view }) => {
    const row = view.find(institutions, home)
    if (row?.status !== 'open') throw new Refusal('institution_not_open', { institution: home })
    const after: Institution = { ...row, status: 'suspended' }
    return { effects: { institution: home, status: after.status }, writes: [write(institutions, after)] }
  },
}
