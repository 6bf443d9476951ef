import type { Screen } from '../screen.ts'

export const bankScreens: readonly Screen[] = []
