import { Icon } from './icon.tsx'

/** Several of a few, all in sight. */
export const Checks = <V extends string>({
  legend,
  options,
  chosen,
  onChosen,
  hint,
  wrong,
}: {
  legend: string
  options: readonly (readonly [V, string])[]
  chosen: readonly V[]
  onChosen: (chosen: V[]) => void
  hint?: string | undefined
  wrong?: string | undefined
}) => {
  const toggle = (option: V) =>
    onChosen(
      options
        .map(([name]) => name)
        .filter((name) => (name === option ? !chosen.includes(name) : chosen.includes(name))),
    )
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      <div class="checks">
        {options.map(([option, text]) => (
          <label key={option} class="check">
            <input type="checkbox" checked={chosen.includes(option)} onChange={() => toggle(option)} />
            {text}
          </label>
        ))}
      </div>
      {hint && <span class="hint">{hint}</span>}
      {wrong && (
        <span class="wrong" role="alert">
          <Icon name="alert" />
          {wrong}
        </span>
      )}
    </fieldset>
  )
}
