import { tradeRewards } from '../../../chaincode/domains/promotions/tables.ts'
import { participants } from '../../../chaincode/domains/registry/tables.ts'
import { type Chain, chains } from '../../../chaincode/domains/trade-chain/tables.ts'
import { customers } from '../cast.ts'
import type { Desk } from './desk.ts'

/** A client, mostly of the bank that shares something with an institution, and mostly one of two, for whom a grade is soon on record. */
export const someClient = (desk: Desk): string => {
  const bank = desk.cast.scene.ledger.consortium.pairs[0]?.bank
  const own = customers.filter((one) => desk.book.find(participants, one)?.home === bank)
  const known = desk.random.chance(75) ? own.slice(0, 2) : own
  return (desk.random.chance(88) ? desk.random.any(known) : undefined) ?? desk.someone()
}

/** A client of whom something must be on record, mostly one that has opened a chain. */
export const someClientOfChains = (desk: Desk): string => {
  const waiting = desk.book.all(chains).filter(({ status }) => status === 'received' || status === 'enriched')
  return (desk.random.chance(65) ? desk.random.any(waiting)?.client : undefined) ?? someClient(desk)
}

/** Mostly the institution that shares something with the bank. */
export const someInstitution = (desk: Desk): string => {
  const { consortium } = desk.cast.scene.ledger
  const own = consortium.pairs[0]?.institution ?? desk.cast.scene.homes.treasury
  return desk.random.chance(94) ? own : desk.random.one(consortium.peerOrganisations)
}

/** Whether somebody earned something by a trade, which ends less often by itself then: only what is undone is taken back. */
export const isRewarded = ({ book }: Desk, { chain }: Pick<Chain, 'chain'>): boolean =>
  book.all(tradeRewards).some((one) => one.chain === chain && one.status !== 'none')
