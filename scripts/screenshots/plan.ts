export const languages = ['zh', 'en'] as const
export const themes = ['light', 'dark'] as const
/** The two sizes that the pictures come in, in CSS pixels. */
export const viewports = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const

export type Language = (typeof languages)[number]
export type Theme = (typeof themes)[number]
export type ViewportName = keyof typeof viewports

/** How one picture is taken. */
export interface Look {
  language: Language
  viewport: ViewportName
  theme: Theme
}

/** Which of all pictures are wanted; what is left out is not restricted. */
export interface Choice {
  languages?: Language[] | undefined
  viewports?: ViewportName[] | undefined
  themes?: Theme[] | undefined
}

// Dark differs from light in colours only, so one language for each size shows all of it.
const isTaken = ({ language, viewport, theme }: Look): boolean =>
  theme === 'light' || (language === 'zh') === (viewport === 'phone')

const isChosen = (look: Look, choice: Choice): boolean =>
  (choice.languages ?? languages).includes(look.language) &&
  (choice.viewports ?? Object.keys(viewports)).includes(look.viewport) &&
  (choice.themes ?? themes).includes(look.theme)

/** Every screen in both languages and sizes in light, and in one language for each size in dark; of these, the chosen ones. */
export const planLooks = (choice: Choice = {}): Look[] =>
  languages
    .flatMap((language) =>
      (Object.keys(viewports) as ViewportName[]).flatMap((viewport) =>
        themes.map((theme): Look => ({ language, viewport, theme })),
      ),
    )
    .filter((look) => isTaken(look) && isChosen(look, choice))

/** The file of one picture, without its folder. */
export const fileNameOf = (screen: string, { language, viewport, theme }: Look): string =>
  `${screen}-${language}-${viewport}${theme === 'dark' ? '-dark' : ''}.png`
