import { locale, settings } from './settings.ts'

/** What somebody who does not look at the screen should notice: a question, that it went well, and that it did not. */
export type Cue = 'asked' | 'done' | 'failed'

interface Sound {
  /** Tones one after the other, in hertz. */
  tones: readonly number[]
  /** How long to shake and to rest in turn, in milliseconds. */
  shakes: number[]
}

const sounds: { readonly [C in Cue]: Sound } = {
  asked: { tones: [880, 880], shakes: [120, 80, 120] },
  done: { tones: [660, 880, 1320], shakes: [200] },
  failed: { tones: [330, 220], shakes: [60, 60, 60, 60, 60] },
}

const toneSeconds = 0.11
const loudness = 0.15

/** What of a browser can be heard or felt; each part is left out where it has no such thing. */
export interface Audible {
  makeContext?: () => AudioContext
  vibrate?: (pattern: number[]) => boolean
  speak?: (text: string, language: string) => void
}

const ownBrowser = (): Audible => ({
  ...('AudioContext' in globalThis ? { makeContext: () => new AudioContext() } : {}),
  ...('vibrate' in navigator ? { vibrate: (pattern) => navigator.vibrate(pattern) } : {}),
  ...('speechSynthesis' in globalThis
    ? {
        speak: (text, language) => {
          const speech = new SpeechSynthesisUtterance(text)
          speech.lang = language
          speechSynthesis.speak(speech)
        },
      }
    : {}),
})

const play = (context: AudioContext, tones: readonly number[]): void => {
  const volume = new GainNode(context, { gain: loudness })
  volume.connect(context.destination)
  for (const [place, frequency] of tones.entries()) {
    const tone = new OscillatorNode(context, { frequency })
    tone.connect(volume)
    tone.start(context.currentTime + place * toneSeconds)
    tone.stop(context.currentTime + (place + 1) * toneSeconds)
    if (place === tones.length - 1) tone.onended = () => void context.close()
  }
}

/**
 * Sounds, shakes, and says `spoken` aloud, as far as the browser can and the settings let it; what a browser refuses, as it does a
 * sound before the page was touched, is left out.
 */
export const giveCue = (cue: Cue, spoken?: string, browser: Audible = ownBrowser()): void => {
  if (!settings.value.hasSound) return
  const { tones, shakes } = sounds[cue]
  const parts = [
    () => browser.vibrate?.(shakes),
    () => browser.makeContext && play(browser.makeContext(), tones),
    () => spoken !== undefined && browser.speak?.(spoken, locale.value),
  ]
  for (const part of parts) {
    try {
      part()
    } catch (error) {
      console.warn(error)
    }
  }
}
