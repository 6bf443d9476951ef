/** Whose device works in the page, and for which package. */
export interface PageTask {
  interaction: string
  receiver: string
  side: { participant: string; device: string; publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string } }
  /** The device's private key as PKCS 8, in base64. */
  privateKey: string
}

/** What `giveInPage` answers: the package's name, and its size in bytes. */
export interface LaidInPage {
  package: string
  size: number
}
