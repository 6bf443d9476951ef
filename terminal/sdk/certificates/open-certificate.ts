import { askBytes, type Connection } from '../connection.ts'
import { bodyBytesMaximum, type ReadDocument } from './body.ts'
import { type FoundCertificate, rowOf } from './find-certificates.ts'
import { readCertificate } from './read-certificate.ts'

/** Where the encrypted body of a certificate lies; its home's gateway is asked too where this one has it not. */
export const bodyPath = ({ body, certificate }: { body: string; certificate: string }): string =>
  `/v1/certificate-bodies/${body}?certificate=${certificate}`

/**
 * Fetches the encrypted body of a certificate and opens it here, with the key of its link, which goes nowhere. Refuses as
 * `readCertificate` does, and as the gateway where it has no such body.
 */
export const openCertificate = async (
  connection: Connection,
  found: FoundCertificate,
  key: string,
): Promise<ReadDocument> => {
  const row = rowOf(found)
  const bytes = await askBytes(connection, { method: 'GET', path: bodyPath(row) }, bodyBytesMaximum)
  return readCertificate(bytes, { row, link: { certificate: row.certificate, key }, now: connection.now() })
}
