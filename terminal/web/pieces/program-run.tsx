import { useEffect, useState } from 'preact/hooks'
import { type Program, readProgram } from '../../sdk/sandbox/program.ts'
import type { SandboxOutput } from '../../sdk/sandbox/sandbox-run.ts'
import { abilityWords, receivedDataWords } from '../dictionary/received-data.ts'
import { runInFrame } from '../platform/sandbox-frame.ts'
import { faultOf } from '../state/fault.ts'
import { say } from '../state/settings.ts'
import { useWork } from '../state/use-work.ts'
import { Button } from './button.tsx'
import { FaultAlert } from './states.tsx'

/** An address of bytes that this page alone knows, for as long as they are shown. */
export const useAddress = (bytes: Uint8Array | undefined, type: string): string | undefined => {
  const [address, setAddress] = useState<string | undefined>(undefined)
  useEffect(() => {
    if (bytes === undefined) return
    const made = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes, type])
  return address
}

const Output = ({ output: { shown, given } }: { output: SandboxOutput }) => {
  const address = useAddress(given.length === 0 ? undefined : given, 'application/octet-stream')
  return (
    <section aria-label={say(receivedDataWords.shown)} class="stack">
      {shown.length === 0 ? (
        <p class="note">{say(receivedDataWords.ended)}</p>
      ) : (
        <pre data-shown>{shown.join('\n')}</pre>
      )}
      {address !== undefined && (
        <a href={address} download="opened">
          {say(receivedDataWords.save)}
        </a>
      )}
    </section>
  )
}

const Abilities = ({ program: { abilities, opens } }: { program: Program }) => (
  <>
    <p class="note">{say(receivedDataWords.programNote)}</p>
    <ul data-abilities>
      {abilities.length === 0 && <li>{say(receivedDataWords.mayNothing)}</li>}
      {abilities.map((ability) => (
        <li key={ability}>{say(abilityWords[ability])}</li>
      ))}
    </ul>
    {opens !== undefined && <p class="note">{say(receivedDataWords.opensNote)(opens)}</p>}
  </>
)

const Running = ({ program }: { program: Program }) => {
  const work = useWork()
  const [file, setFile] = useState<File | undefined>(undefined)
  const [output, setOutput] = useState<SandboxOutput | undefined>(undefined)
  const run = () =>
    work.run(async () => {
      setOutput(undefined)
      const input = file === undefined ? undefined : new Uint8Array(await file.arrayBuffer())
      setOutput(await runInFrame({ program, input }))
    })
  const takesData = program.abilities.includes('input') || program.opens !== undefined
  return (
    <div class="stack">
      <Abilities program={program} />
      {takesData && (
        <label class="field">
          {say(receivedDataWords.data)}
          <input type="file" onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])} />
        </label>
      )}
      {work.fault && <FaultAlert fault={work.fault} />}
      <div>
        <Button isPending={work.isPending} onClick={() => void run()}>
          {say(receivedDataWords.run)}
        </Button>
      </div>
      {output !== undefined && <Output output={output} />}
    </div>
  )
}

/** A program that was received: what it may use is said before anybody runs it, and it runs in the sandbox alone (S1-054, S3-059). */
export const ProgramRun = ({ given }: { given: Uint8Array | string }) => {
  try {
    return <Running program={readProgram(given)} />
  } catch (error) {
    return <FaultAlert fault={faultOf(error)} />
  }
}
