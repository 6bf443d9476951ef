import { accounts, participants } from '../../domains/registry/tables.ts'
import { type Positions, positions } from '../../domains/trade-chain/tables.ts'
import type { ProductFamily } from '../../domains/trade-chain/terms.ts'
import { Refusal } from '../../refusal.ts'
import { requireActive } from '../require.ts'
import { type Rule, type View, write } from '../rule.ts'
import { requireToldFit, toldVersion } from '../told.ts'
import { declared, keyOfDeclared } from './declaration.ts'

const productsMaximum = 100

type Position = Positions['products'][string]

/** Whose position it is, and of what; a name that no object puts out of order. */
export interface PositionOf {
  bank: string
  institution: string
  client: string
  family: ProductFamily
  product: string
}

const nameOf = ({ family, product }: PositionOf): string => `${family}:${product}`

/** What the pair has on record of a client and one product; undefined where there is nothing. */
export const positionOf = (view: View, of: PositionOf): Position | undefined =>
  view.find(positions, of.bank, of.institution, of.client)?.products[nameOf(of)]

/** A write of another position of one product; refuses `too_many_positions`. */
export const withPosition = (view: View, of: PositionOf, position: Position) => {
  const { bank, institution, client } = of
  const before = view.find(positions, bank, institution, client)?.products ?? {}
  const products = { ...before, [nameOf(of)]: position }
  if (Object.keys(products).length > productsMaximum) throw new Refusal('too_many_positions', {})
  return write(positions, { bank, institution, client, products })
}

/**
 * An officer of a bank says what a client has with an institution of a product that is no voucher; each time is a version of its own.
 * Refuses `unknown_participant`, `receiver_not_active`, `foreign_client`, and `position_reserved` while something of it waits for a chain.
 */
export const setPosition: Rule<'position.set'> = {
  reads: ({ body: { client } }) => [participants.key(client)],
  readsThen: ({ from, body: { institution, client } }, view) => {
    const bank = view.find(accounts, from)?.home
    return bank === undefined ? [] : [positions.key(bank, institution, client)]
  },
  home: ({ from }, view) => view.find(accounts, from)?.home,
  pair: ({ from, body: { institution } }, view) => {
    const bank = view.find(accounts, from)?.home
    return bank === undefined ? undefined : { bank, institution }
  },
  decide: (request) => {
    const { body, sender, view, confidential } = request
    const { client, institution } = body
    const { family, product, quantity } = confidential
    const bank = sender.home
    if (requireActive(view, client).home !== bank) throw new Refusal('foreign_client', {})
    const of = { bank, institution, client, family, product }
    const before = positionOf(view, of) ?? { reserved: 0n, version: 0n }
    if (before.reserved > 0n) throw new Refusal('position_reserved', {})
    const version = before.version + 1n
    return {
      effects: { client, institution, version: version.toString() },
      writes: [withPosition(view, of, { quantity: BigInt(quantity), reserved: 0n, version }), declared(request)],
    }
  },
  openly: (request) => {
    const { body, sender, view, told } = request
    const { client, institution } = body
    const bank = sender.home
    if (requireActive(view, client).home !== bank) throw new Refusal('foreign_client', {})
    requireToldFit(told, ['position_reserved', 'too_many_positions'])
    return {
      effects: { client, institution, version: toldVersion(told) },
      hides: [positions.key(bank, institution, client), keyOfDeclared(request)],
    }
  },
}
