/** How much time is left, as a bar that shrinks beside words; the words are what counts. */
export const Countdown = ({ share, text, isEnding }: { share: number; text: string; isEnding: boolean }) => (
  <div class="countdown" data-ending={isEnding || undefined}>
    <div class="countdown-bar" aria-hidden="true">
      <i style={{ inlineSize: `${Math.round(share * 1000) / 10}%` }} />
    </div>
    {/* Spoken when one comes here, not each second. */}
    <span role="timer" aria-live="off">
      {text}
    </span>
  </div>
)
