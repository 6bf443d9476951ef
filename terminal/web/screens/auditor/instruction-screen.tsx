import type { z } from 'zod'
import { verifyEvidence } from '../../../sdk/evidence.ts'
import { ledgerAnswers, ledgerPaths } from '../../../sdk/ledger-blocks.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { Section } from '../../pieces/page.tsx'
import { Alert, ReadingState } from '../../pieces/states.tsx'
import { ownTerminal } from '../../state/session.ts'
import { language, say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { nameOfKind } from '../../words/kind-names.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { reasonOf } from '../../words/reason.ts'
import type { Parameters } from '../screen.ts'
import { addresses } from './addresses.ts'
import { Shelf } from './frame.tsx'
import {
  Facts,
  OutcomePill,
  quantityText,
  RecordLink,
  TransactionLine,
  timeText,
  voucherCodeOf,
  WholeText,
} from './lines.tsx'
import { auditorWords } from './words.ts'

type Answer = z.infer<typeof ledgerAnswers.instruction>

const ParticipantLink = ({ of }: { of: string }) => <a href={`#${addresses.instructionsOf(of)}`}>{of}</a>

/** Whose key signed it, as this browser finds it itself. */
const Signature = ({ of }: { of: Answer }) => {
  const { id, envelope, signer } = of
  const check = useResource(`signature ${id}`, () =>
    verifyEvidence({ id, envelope, ...(signer === undefined ? {} : { publicKey: signer.publicKey }) }, { id }),
  )
  return (
    <Section title={say(auditorWords.signedBy)}>
      {check.value?.isGood && <Alert tone="good">{say(auditorWords.signatureRight)}</Alert>}
      {check.value?.isGood === false && (
        <Alert tone="bad">{say(auditorWords.signatureWrong)(check.value.faults.join(', '))}</Alert>
      )}
      <Facts
        of={[
          [say(auditorWords.participant), <ParticipantLink of={of.from} />],
          [say(auditorWords.home), of.home === undefined ? '—' : nameOfOrganisation(of.home)],
          [say(auditorWords.device), signer?.name ?? '—'],
          [say(auditorWords.deviceKey), <span class="code-value">{of.device}</span>],
          [say(auditorWords.number), of.number],
          [say(auditorWords.signature), <span class="code-value">{envelope.signature}</span>],
        ]}
      />
    </Section>
  )
}

const Refusal = ({ code, values }: { code: string; values: Answer['values'] }) => {
  const { what, next } = reasonOf(code)[language.value]
  return (
    <>
      <p>
        {what} {next}
      </p>
      {values !== undefined && <WholeText value={values} label={say(auditorWords.refusal)} />}
    </>
  )
}

const Head = ({ of }: { of: Answer }) => {
  const { ledger, code } = of
  const [block = '', position = ''] = ledger.position.split('.')
  const quantity = quantityText(of)
  return (
    <Section title={nameOfKind(of.kind, voucherCodeOf(of))} aside={<OutcomePill of={of} />}>
      {code !== undefined && <Refusal code={code} values={of.values} />}
      <Facts
        of={[
          [say(auditorWords.kind), <span class="code-value">{of.kind}</span>],
          ...(code === undefined ? [] : [[say(auditorWords.refusal), <span class="code-value">{code}</span>] as const]),
          ...(quantity === undefined ? [] : [[say(auditorWords.quantity), quantity] as const]),
          [say(auditorWords.time), timeText(of.at)],
          [
            say(auditorWords.position),
            <>
              #{ledger.position} · <a href={`#${addresses.block(block)}`}>{say(auditorWords.block)(block)}</a> ·{' '}
              <a href={`#${addresses.transaction(`${block}.${position}`)}`}>{say(auditorWords.transaction)}</a>
            </>,
          ],
          [say(auditorWords.id), <span class="code-value">{of.id}</span>],
          [say(auditorWords.record), <RecordLink of={`account~${of.from}`} />],
        ]}
      />
    </Section>
  )
}

const Attempts = ({ of: { attempts } }: { of: Answer }) => (
  <Section title={say(auditorWords.attempts)}>
    <ul class="rows">
      {attempts.map((one) => (
        <TransactionLine key={one.position} transaction={one} />
      ))}
    </ul>
  </Section>
)

const Instruction = ({ terminal, id }: { terminal: Terminal; id: string }) => {
  const read = useResource(`instruction ${id}`, () =>
    terminal.read(ledgerPaths.instruction(id), ledgerAnswers.instruction),
  )
  const { value } = read
  return (
    <Shelf title={say(auditorWords.instruction)} height={value?.height}>
      <ReadingState of={read} lines={8} />
      {value && (
        <>
          <Head of={value} />
          <Signature of={value} />
          <Section title={say(auditorWords.said)}>
            <WholeText value={value.envelope.instruction} label={say(auditorWords.said)} />
          </Section>
          {value.effects && (
            <Section title={say(auditorWords.effects)}>
              <WholeText value={value.effects} label={say(auditorWords.effects)} />
            </Section>
          )}
          {value.attempts.length > 0 && <Attempts of={value} />}
        </>
      )}
    </Shelf>
  )
}

/** An instruction: what was signed and by whom, what came of it, where it stands, and where it failed before. */
export const InstructionScreen = ({ parameters }: { parameters: Parameters }) => {
  const terminal = ownTerminal.value
  const { instruction = '' } = parameters
  return terminal === undefined ? null : <Instruction terminal={terminal} id={instruction} />
}
