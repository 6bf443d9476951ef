/** Why something did not happen, and what to do about it. */
export interface Reason {
  zh: { what: string; next: string }
  en: { what: string; next: string }
}
