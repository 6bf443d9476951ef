import { creditGrades } from '../../../chaincode/domains/trade-chain/terms.ts'
import { confidentialText, digestOfConfidential } from '../../../chaincode/wire/confidential.ts'
import { digest } from '../../../chaincode/wire/signature.ts'
import type { Draw } from './desk.ts'

/** Mostly before the institution that shares something with the bank, and hardly ever without the text that is signed. */
const setGrade: Draw<'grade.set'> = (desk) => {
  const { random, cast } = desk
  if (!desk.hasPairs) return undefined
  const said = { grade: random.one(creditGrades), salt: digest(desk.name('salt')) }
  const text = confidentialText(said)
  const own = cast.scene.ledger.consortium.pairs[0]?.institution ?? cast.scene.homes.treasury
  const institution = random.chance(92) ? own : random.one(cast.scene.ledger.consortium.peerOrganisations)
  const isSigned = random.chance(95)
  return {
    device: desk.deviceOf(desk.mostly('credit-desk'), 'credit'),
    body: { client: desk.someone(), institution, confidential: digestOfConfidential(text) },
    confidential: { said, isSigned, text: isSigned ? text : `${text} ` },
  }
}

/** How what a bank and an institution alone may know is drawn. */
export const tradeChainDraws = { 'grade.set': setGrade } as const
