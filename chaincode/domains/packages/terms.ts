/** What a package can hold; what each needs to be shown or run is for who opens it. */
export const packageContents = [
  ...(['document', 'numbers', 'passwords', 'audio', 'video', 'program', 'opening', 'funds'] as const),
] as const
export type PackageContents = (typeof packageContents)[number]

/** The two keys of a package: the first lies with a keeper, the second with the device that provided the content (design D24). */
export const keyParts = ['first', 'second'] as const
export type KeyPart = (typeof keyParts)[number]
