/** The connection.json a peer's builder gives the peer: where the chaincode process listens, over mutual TLS. */
export const renderConnection = (connection: {
  host: string
  port: number
  rootCertificate: string
  clientCertificate: string
  clientKey: string
}): string =>
  `${JSON.stringify({
    address: `${connection.host}:${connection.port}`,
    dial_timeout: '10s',
    tls_required: true,
    client_auth_required: true,
    root_cert: connection.rootCertificate,
    client_cert: connection.clientCertificate,
    client_key: connection.clientKey,
  })}\n`

/** The metadata.json of a chaincode package for our builder. */
export const renderMetadata = (label: string): string => `${JSON.stringify({ type: 'ccaas', label })}\n`
