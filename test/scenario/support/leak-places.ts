import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { topology } from './network.ts'

const places: readonly [RegExp, string][] = [
  [/orderers.*blockfile/, 'blocks of orderers'],
  [/blockfile/, 'blocks of peers'],
  [/(state|history)Leveldb/, 'state of peers'],
  [/pvtdataStore|transientstore/, 'private data of peers'],
  [/\.sqlite(-wal|-shm)?$/, 'databases of gateways'],
  [/^gateways[/\\][^/\\]+[/\\]mailbox[/\\]/, 'mailbox'],
  [/^logs[/\\]/, 'logs'],
]

/** Which part of the system keeps a file of the network's folder. */
export const partOf = (file: string): string => {
  const path = relative(topology.dataFolder, file)
  return places.find(([pattern]) => pattern.test(path))?.[1] ?? 'other files'
}

/** Whether a file is a key of the network's own, which is where it belongs. */
export const isOwnKeyFile = (file: string): boolean =>
  /\.key$|_sk$|[/\\]keystore[/\\]/.test(file) || readFileSync(file).includes('PRIVATE KEY-----')
