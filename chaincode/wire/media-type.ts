// By how bytes begin, never by what their sender says: a browser is told no type that could hold markup or a script.
const beginnings: readonly (readonly [type: string, at: number, begin: string])[] = [
  ['image/png', 0, '\u0089PNG\r\n\u001a\n'],
  ['image/jpeg', 0, '\u00ff\u00d8\u00ff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['audio/wav', 8, 'WAVE'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/mpeg', 0, '\u00ff\u00fb'],
  ['audio/flac', 0, 'fLaC'],
  ['audio/ogg', 0, 'OggS'],
  ['video/webm', 0, '\u001aE\u00df\u00a3'],
  ['video/mp4', 4, 'ftyp'],
]

/** The type of a picture, sound or video, by its first bytes; undefined for anything else. */
export const mediaTypeOf = (bytes: Uint8Array): string | undefined =>
  beginnings.find(([, at, begin]) => [...begin].every((mark, place) => bytes[at + place] === mark.charCodeAt(0)))?.[0]

// Containers hold sound alone as well as video, whatever their names say.
const containers = new Set(['audio/ogg', 'video/webm', 'video/mp4'])

/** The type as which bytes are played as what they were declared to be; undefined where they begin as something else (S3-057, S3-058). */
export const playedTypeOf = (bytes: Uint8Array, declared: 'audio' | 'video'): string | undefined => {
  const type = mediaTypeOf(bytes)
  return type !== undefined && (containers.has(type) || type.startsWith(`${declared}/`)) ? type : undefined
}
