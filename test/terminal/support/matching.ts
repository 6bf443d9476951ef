import { randomBytes } from 'node:crypto'
import type { PublicKey } from '../../../chaincode/wire/device.ts'
import type { Listed } from '../../../terminal/sdk/matching/records.ts'
import { Device } from '../../support/devices.ts'
import type { FakeGateway } from './fake-gateway.ts'

/** A name that nobody else has. */
export const freshId = (): string => randomBytes(32).toString('base64url')

/** A page of a list as a gateway answers it. */
export const page = (...items: object[]) => ({ items, height: '9' })

const anyKey: PublicKey = new Device('somebody', []).publicKey

/** What alice is asked under a demand. */
export const request = (change: Partial<Listed<'requests'>> = {}): Listed<'requests'> => ({
  ...{ demand: freshId(), holder: 'alice', matcher: 'matching-service', home: 'BankMSP', title: 'Bars of 100 g' },
  ...{ goods: [{ trait: 'hallmark', anyOf: ['london'] }], until: '1800000900000', publicKey: anyKey },
  ...change,
})

/** What alice is asked for a recommendation: an answer within ten minutes from 1,800,000,000,000 on. */
export const recommended = (
  change: Partial<Listed<'recommendation-requests'>> = {},
): Listed<'recommendation-requests'> => ({
  ...{ recommendation: freshId(), participant: 'alice', recommender: 'bookshop', recommenderHome: 'SupplierMSP' },
  ...{ matcher: 'matching-service', home: 'BankMSP', title: 'A book', identifier: 'BOOK-1', traits: [] },
  ...{ parameters: [], window: { form: 'duration', milliseconds: '600000' } as const, strict: false },
  ...{ startedAt: '1800000000000', targets: [] },
  ...change,
})

/** Has a gateway tell alice what she is asked, and that she has answered nothing yet. */
export const ask = (
  gateway: FakeGateway,
  { demands = [], recommendations = [] }: { demands?: object[]; recommendations?: object[] },
): void => {
  const lists = {
    requests: demands,
    'recommendation-requests': recommendations,
    'demand-answers': [],
    rights: [],
  }
  for (const [list, items] of Object.entries(lists)) gateway.pages.set(`/v1/accounts/alice/${list}`, page(...items))
}
