import type { AuthenticationType } from './authentication-types.ts'
import { mediaTypeOf, playedTypeOf } from './media-type.ts'

const mebibyte = 1_048_576

/** The most bytes of each; of a text as many as its 256 characters may have in UTF-8. */
export const authenticationBytesMaximum: { readonly [T in AuthenticationType]: number } = {
  ...{ image: 2 * mebibyte, audio: 4 * mebibyte, video: 16 * mebibyte },
  ...{ digits: 32, text: 1_024 },
}

const digits = /^[0-9]{4,32}$/
const textMaximum = 256

const textIn = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const isText = (text: string | undefined): boolean =>
  text !== undefined && text.length > 0 && [...text].length <= textMaximum

/**
 * True where bytes are what they are said to be: a picture, sound or video by how they begin and never by a name, 4 to 32 digits, or a text of
 * 1 to 256 characters; and not too large for that.
 */
export const isAuthentication = (type: AuthenticationType, bytes: Uint8Array): boolean => {
  if (bytes.length > authenticationBytesMaximum[type]) return false
  if (type === 'image') return mediaTypeOf(bytes)?.startsWith('image/') === true
  if (type === 'audio' || type === 'video') return playedTypeOf(bytes, type) !== undefined
  const text = textIn(bytes)
  return type === 'digits' ? digits.test(text ?? '') : isText(text)
}
