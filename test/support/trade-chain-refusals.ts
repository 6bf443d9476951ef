import type { RefusalCode } from '../../chaincode/vocabulary.ts'
import { confidentialBody, sentBeside } from './confidential.ts'
import { Device } from './devices.ts'
import type { Way } from './scene.ts'
import type { Scenario } from './trade-refusals.ts'

/** The bank's officer grades a client before an institution, with the body along or without it. */
const positioning = ({
  client = 'alice',
  institution = 'InstitutionMSP',
  isAlong = true,
}: {
  client?: string
  institution?: string
  isAlong?: boolean
}): Scenario => {
  const way: Way = { gateway: 'BankMSP', organisations: ['BankMSP', 'InstitutionMSP'] }
  const make: Scenario['make'] = async (scene) => {
    const officer = await scene.register(new Device('bank-credit', ['credit']), 'BankMSP', 'organisation')
    const { text, digest } = confidentialBody({ family: 'stock', product: '600519', quantity: '1' })
    const envelope = scene.instruct(officer, 'position.set', { client, institution, confidential: digest })
    // What goes beside names the envelope, which is made only here.
    way.transient = sentBeside([[envelope, isAlong ? text : undefined]])
    return envelope
  }
  return { way, make }
}

/** One way to each refusal of what a bank and an institution alone may know. */
export const tradeChainRefusals: { [Code in RefusalCode]?: Scenario } = {
  not_a_pair: positioning({ institution: 'SupplierMSP' }),
  foreign_client: positioning({ client: 'bob' }),
  confidential_missing: positioning({ isAlong: false }),
}
