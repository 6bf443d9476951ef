import type { SealKey } from '../../../../chaincode/wire/sealing/seal-key.ts'
import { readSealKeys } from '../../../sdk/sealing/seal-for.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { findSealKey, sealKeyFor } from '../../platform/seal-key.ts'
import { connection, database } from '../../state/session.ts'
import { useResource } from '../../state/use-resource.ts'

interface Own {
  account: string
  device: string
}

/** This device's key to what is sealed to it, and whether the ledger has its public half, so that buyers seal to it. */
export const useOwnKey = ({ account, device }: Own) =>
  useResource(`seal key ${account} ${device}`, async () => {
    const key = await findSealKey(await database(), device)
    const registered = (await readSealKeys(connection, account)).find((one) => one.device === device)
    return { key, isRegistered: key !== undefined && registered?.publicKey.x === key.publicKey.x }
  })

/** This device's key to what is sealed to it, made the first time: what it seals itself it opens again, also before the ledger knows the key. */
export const ownSealKey = async ({ signer }: Pick<Terminal, 'signer'>): Promise<SealKey> =>
  sealKeyFor(await database(), signer.device)
