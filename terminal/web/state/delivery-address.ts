import { type DeliveryAddress, deliveryAddress } from '../../sdk/sealing/delivery-address.ts'
import { database } from './session.ts'

const markOf = (account: string): string => `delivery address ${account}`

const read = (text: string): DeliveryAddress | undefined => {
  try {
    return deliveryAddress.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Where this account's goods go, as it was typed in this browser last; undefined where it never was, or what is kept is none. */
export const keptAddress = async (account: string): Promise<DeliveryAddress | undefined> =>
  read((await (await database()).get('marks', markOf(account))) ?? '')

/** Keeps an address for the next order, in this browser alone. */
export const keepAddress = async (account: string, address: DeliveryAddress): Promise<void> => {
  await (await database()).put('marks', JSON.stringify(address), markOf(account))
}
