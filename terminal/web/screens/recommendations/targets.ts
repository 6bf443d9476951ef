import { certificates } from '../../../../chaincode/domains/certificates/tables.ts'
import type { RecommendationTarget } from '../../../../chaincode/domains/recommendations/target.ts'
import { asWritten } from '../../../../chaincode/wire/table.ts'
import { pageOf } from '../../../sdk/lists.ts'
import type { ListedInstance } from '../../../sdk/purchases.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { readHandable } from '../../market/matching/certificate-key.ts'

const certificate = asWritten(certificates.shape)

/** What one can recommend: certificates of one's own that are good at `now`, and what one holds to hand on. */
export interface Targets {
  own: { certificate: string; title: string; item: string }[]
  held: ListedInstance[]
}

/** Reads what this account can recommend. */
export const readTargets = async (terminal: Terminal): Promise<Targets> => {
  const path = `/v1/accounts/${encodeURIComponent(terminal.participant)}/certificates`
  const { items } = await terminal.read(path, pageOf(certificate))
  const now = BigInt(terminal.connection.now())
  const own = items.filter(({ status, expiresAt }) => status === 'active' && BigInt(expiresAt) > now)
  return { own, held: await readHandable(terminal) }
}

/** The target under a name, as a recommendation has it; undefined for what is none of them. */
export const targetNamed = ({ own, held }: Targets, name: string): RecommendationTarget | undefined => {
  if (own.some((one) => one.certificate === name)) return { kind: 'certificate', target: name }
  const instance = held.find((one) => one.instance === name)
  return instance && { kind: 'certificate', target: name, certificate: instance.certificate }
}

/** What is recommended where nothing else is chosen: a certificate of one's own, one that is held, else information on goods. */
export const firstTarget = ({ own, held }: Targets): string => own[0]?.certificate ?? held[0]?.instance ?? 'goods'
