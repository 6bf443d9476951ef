/** As what the bank takes what a promoter authenticates a promotion by (S2-046 to S2-050). It is compared byte for byte, and never as biometrics. */
export const authenticationTypes = ['image', 'audio', 'video', 'digits', 'text'] as const
export type AuthenticationType = (typeof authenticationTypes)[number]
