import { X509Certificate } from 'node:crypto'
import type { Configuration } from '../configuration.ts'
import { readCertificate } from './keys.ts'

/** When each certificate ends that this gateway uses, in UTC milliseconds; refuses by FileFault what is none. */
export const certificateEnds = ({
  identity,
  peer,
  listen,
}: Pick<Configuration, 'identity' | 'peer' | 'listen'>): [name: string, end: number][] => {
  const files: [string, string | undefined][] = [
    ['identity', identity.certificateFile],
    ['peer authority', peer.tlsCaFile],
    ['listen', listen.tls?.certificateFile],
  ]
  return files.flatMap(([name, file]): [string, number][] =>
    file === undefined ? [] : [[name, Date.parse(new X509Certificate(readCertificate(file)).validTo)]],
  )
}
