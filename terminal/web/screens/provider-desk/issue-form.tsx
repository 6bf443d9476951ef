import { useState } from 'preact/hooks'
import { issueCertificate } from '../../../sdk/certificates/issue-certificate.ts'
import { type ListedProvider, readProvider } from '../../../sdk/purchases.ts'
import type { Result } from '../../../sdk/result.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { keepLink } from '../../market/purchases/kept-links.ts'
import { Button } from '../../pieces/button.tsx'
import { Act } from '../../pieces/desk.tsx'
import { TextField } from '../../pieces/field.tsx'
import { SelectField } from '../../pieces/select-field.tsx'
import { Alert, FaultAlert, ReadingState } from '../../pieces/states.tsx'
import { recordedTerminal } from '../../state/recorded-terminal.ts'
import { say } from '../../state/settings.ts'
import { unitOfTyped } from '../../state/typed-unit.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import { useResource } from '../../state/use-resource.ts'
import { useWork } from '../../state/use-work.ts'
import {
  type CertificateTexts,
  certificateIn,
  certificateRules,
  lives,
  startingCertificate,
  steps,
  type Units,
} from './certificate-form.ts'
import { LinkLine } from './link-line.tsx'
import { providerWords, stepWords } from './words.ts'

type Names = keyof CertificateTexts

const unitsOf = ({ cash, metal }: Pick<CertificateTexts, 'cash' | 'metal'>): Units => ({
  cash: unitOfTyped(cash),
  metal: unitOfTyped(metal),
})

const GoodsFields = ({ fields }: { fields: Fields<Names> }) => (
  <>
    <TextField label={say(providerWords.item)} maxLength={40} autocomplete="off" {...fields.bind('item')} />
    <TextField label={say(providerWords.title)} maxLength={60} autocomplete="off" {...fields.bind('title')} />
    <TextField
      label={say(providerWords.introduction)}
      isOptional
      maxLength={8_000}
      autocomplete="off"
      {...fields.bind('introduction')}
    />
    <TextField
      label={say(providerWords.specification)}
      hint={say(providerWords.specificationHint)}
      isOptional
      maxLength={8_000}
      autocomplete="off"
      {...fields.bind('specification')}
    />
    <TextField
      label={say(providerWords.traits)}
      hint={say(providerWords.traitsHint)}
      isOptional
      maxLength={400}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      {...fields.bind('traits')}
    />
    <TextField
      label={say(providerWords.links)}
      hint={say(providerWords.linksHint)}
      isOptional
      maxLength={4_000}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      {...fields.bind('links')}
    />
  </>
)

const TermFields = ({ fields }: { fields: Fields<Names> }) => {
  const { values, set, bind } = fields
  return (
    <>
      <TextField label={say(providerWords.cash)} maxLength={32} autocomplete="off" {...bind('cash')} />
      <TextField
        label={say(providerWords.price)}
        inputMode="decimal"
        isFigure
        maxLength={40}
        autocomplete="off"
        affix={unitOfTyped(values.cash)?.shownAs}
        {...bind('price')}
      />
      <SelectField
        label={say(providerWords.allows)}
        value={values.allows}
        options={[
          ['both', say(providerWords.allowsBoth)],
          ['order', say(providerWords.allowsOrder)],
          ['pay', say(providerWords.allowsPay)],
        ]}
        onValue={(allows) => set({ allows })}
      />
      <SelectField
        label={say(providerWords.life)}
        value={values.life}
        options={[
          ...lives.map((days) => [days, say(providerWords.lifeDays)(days)] as const),
          ['other', say(providerWords.lifeOther)],
        ]}
        onValue={(life) => set({ life })}
      />
      {values.life === 'other' && (
        <TextField label={say(providerWords.days)} inputMode="numeric" maxLength={3} {...bind('days')} />
      )}
    </>
  )
}

/** Metal that the provider gives with each piece, where the goods are metal or hold some (SX-003). */
const MetalFields = ({ fields: { values, bind } }: { fields: Fields<Names> }) => (
  <>
    <TextField
      label={say(providerWords.metal)}
      hint={say(providerWords.metalHint)}
      isOptional
      maxLength={32}
      autocomplete="off"
      {...bind('metal')}
    />
    {values.metal !== '' && (
      <TextField
        label={say(providerWords.metalQuantity)}
        inputMode="decimal"
        isFigure
        maxLength={40}
        autocomplete="off"
        affix={unitOfTyped(values.metal)?.shownAs}
        {...bind('metalQuantity')}
      />
    )}
  </>
)

/** Who may have the certificate, and how long each step of an order may take: what few change. */
const FurtherFields = ({ fields }: { fields: Fields<Names> }) => {
  const { values, set, bind } = fields
  // What is wrong is in sight, also where nobody had looked.
  const isWrong = (['metal', 'metalQuantity', ...steps] as const).some((name) => bind(name).wrong !== undefined)
  return (
    <details open={isWrong || undefined}>
      <summary>{say(providerWords.further)}</summary>
      <div class="stack">
        <MetalFields fields={fields} />
        <SelectField
          label={say(providerWords.exclusive)}
          value={values.exclusive}
          options={[
            ['no', say(providerWords.exclusiveNo)],
            ['yes', say(providerWords.exclusiveYes)],
          ]}
          onValue={(exclusive) => set({ exclusive })}
        />
        <SelectField
          label={say(providerWords.passable)}
          value={values.passable}
          options={[
            ['yes', say(providerWords.passableYes)],
            ['no', say(providerWords.passableNo)],
          ]}
          onValue={(passable) => set({ passable })}
        />
        <p class="note">{say(providerWords.stepsNote)}</p>
        {steps.map((step) => (
          <TextField
            key={step}
            label={say(stepWords[step])}
            inputMode="numeric"
            maxLength={2}
            autocomplete="off"
            {...bind(step)}
          />
        ))}
      </div>
    </details>
  )
}

const outcomeOf = ({ status }: Result) => {
  if (status === 'accepted') return { tone: 'good', words: providerWords.issued } as const
  return status === 'pending'
    ? ({ tone: 'warn', words: providerWords.issuePending } as const)
    : ({ tone: 'bad', words: providerWords.notIssued } as const)
}

/** What became of it: the link once, or why there is no certificate. */
const Outcome = ({ of: { result, link } }: { of: { result: Result; link: string } }) => {
  const { tone, words } = outcomeOf(result)
  return (
    <>
      <Alert tone={tone} title={say(words)} />
      {result.status === 'refused' && <FaultAlert fault={{ code: result.code, values: {} }} />}
      {result.status !== 'refused' && <LinkLine link={link} />}
    </>
  )
}

const IssueForm = ({ terminal, origin }: { terminal: Terminal; origin: string }) => {
  const [done, setDone] = useState<{ result: Result; link: string } | undefined>(undefined)
  const fields = useFields<Names>(
    startingCertificate,
    (typed) => certificateRules(unitsOf(typed), typed),
    'certificate to issue',
  )
  const { values } = fields
  const work = useWork()
  const submit = (event: Event) => {
    event.preventDefault()
    const wanted = fields.check()
      ? certificateIn(values, { units: unitsOf(values), now: terminal.connection.now() })
      : undefined
    if (wanted === undefined) return
    void work.run(async () => {
      const issued = await issueCertificate(recordedTerminal(terminal), wanted, { origin, keep: keepLink })
      setDone(issued)
      if (issued.result.status === 'accepted') fields.reset()
    })
  }
  return (
    <>
      {work.fault && <FaultAlert fault={work.fault} />}
      {done && <Outcome of={done} />}
      <form class="form" onSubmit={submit} noValidate aria-label={say(providerWords.issue)}>
        <GoodsFields fields={fields} />
        <TermFields fields={fields} />
        <FurtherFields fields={fields} />
        <Button type="submit" tone="primary" isWide isPending={work.isPending}>
          {say(providerWords.issueNow)(values.title)}
        </Button>
      </form>
    </>
  )
}

const originOf = ({ status, addresses }: ListedProvider): string | undefined =>
  status === 'open' ? addresses[0] : undefined

/** Issuing a certificate under the first of the provider's registered addresses. */
export const Issuing = ({ terminal }: { terminal: Terminal }) => {
  const own = useResource(`provider ${terminal.participant}`, () => readProvider(terminal, terminal.participant))
  const origin = own.value === undefined ? undefined : originOf(own.value)
  const isUnregistered = own.fault?.code === 'not_found' || (own.value !== undefined && origin === undefined)
  return (
    <Act title={say(providerWords.issue)} text={say(providerWords.issueText)}>
      {isUnregistered ? (
        <Alert tone="warn">{say(providerWords.notRegistered)}</Alert>
      ) : (
        <ReadingState of={own} lines={4} />
      )}
      {origin !== undefined && <IssueForm terminal={terminal} origin={origin} />}
    </Act>
  )
}
