import type { AuthenticationType } from '../../chaincode/wire/authentication-types.ts'

/** What somebody may authenticate a promotion by, one of each type. */
export const authenticationSamples: { readonly [T in AuthenticationType]: Buffer } = {
  image: Buffer.from('\u0089PNG\r\n\u001a\npicture of a promoter', 'latin1'),
  audio: Buffer.from('RIFF....WAVEfmt voice of a promoter', 'latin1'),
  video: Buffer.from('....ftypisom film of a promoter', 'latin1'),
  digits: Buffer.from('4711815'),
  text: Buffer.from('本店的词 the word of this shop'),
}
