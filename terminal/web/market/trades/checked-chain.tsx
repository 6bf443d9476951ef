import './trades.css'
import type { ChainVerdict, CheckedChain } from '../../../sdk/trade-chain/verify-chain.ts'
import { Alert } from '../../pieces/states.tsx'
import { say } from '../../state/settings.ts'
import { identityTypes } from '../../state/trades.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { faultWords, identityWords, reasonWords, segmentWords, sideWords, tradeWords } from './words.ts'

type Line = readonly [name: string, value: string]
type Said = CheckedChain['said']

const typeWords = (type: string): string => {
  const known = identityTypes.find((one) => one === type)
  return known === undefined ? type : say(identityWords[known])
}

/** What the client said: its identity by its type alone. */
const firstLines = ({ first: { body, confidential } }: Said): Line[] => {
  const { identity, trade } = confidential
  const metal = unitOf(body.metal?.voucher)
  const cash = unitOf(body.cash)
  const product = body.metal?.voucher ?? trade.product ?? ''
  const one = metal === undefined ? say(tradeWords.each) : formatQuantity(trade.priceScale ?? '1', metal)
  return [
    [say(sideWords[body.side]), `${formatQuantity(trade.quantity, metal)} · ${product}`],
    [say(tradeWords.limit), say(tradeWords.limitOf)(formatQuantity(trade.limitPrice, cash), one)],
    ...(body.cashMaximum === undefined
      ? []
      : [[say(tradeWords.most), formatQuantity(body.cashMaximum, cash)] as const]),
    [say(tradeWords.identityType), typeWords(identity.type)],
  ]
}

const secondLines = ({ first, second }: Said): Line[] =>
  second === undefined
    ? []
    : [
        [say(tradeWords.before), formatQuantity(second.confidential.position, unitOf(first.body.metal?.voucher))],
        [say(tradeWords.grade), second.confidential.grade.toUpperCase()],
      ]

const thirdLines = ({ first, third }: Said): Line[] => {
  if (third === undefined) return []
  const { body, confidential } = third
  const metal = unitOf(first.body.metal?.voucher)
  return [
    [say(tradeWords.verdict), say(tradeWords[body.verdict])],
    ...(confidential.reason === undefined
      ? []
      : [[say(tradeWords.reason), say(reasonWords[confidential.reason])] as const]),
    ...(body.amount === undefined
      ? []
      : [[say(tradeWords.amount), formatQuantity(body.amount, unitOf(first.body.cash))] as const]),
    ...(confidential.target === undefined
      ? []
      : [[say(tradeWords.target), formatQuantity(confidential.target, metal)] as const]),
  ]
}

const endOf = (device: string): string => device.slice(-6)

const Segments = ({ checked: { segments, said } }: { checked: CheckedChain }) => {
  const lines = [firstLines(said), secondLines(said), thirdLines(said)]
  return (
    <ol class="rows">
      {segments.map(({ participant, device }, place) => (
        <li key={device + String(place)} class="stack segment" data-segment={place + 1}>
          <span class="row-main">
            <span class="row-title">{say(segmentWords[(place + 1) as keyof typeof segmentWords])}</span>
            <span class="row-note">{say(tradeWords.signedBy)(participant, endOf(device))}</span>
          </span>
          <dl class="pairs">
            {lines[place]?.map(([name, value]) => (
              <div key={name} class="pair">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  )
}

/** What a check of a chain's file found: who signed each segment and what it says, or the first fault. */
export const CheckedChainView = ({ verdict }: { verdict: ChainVerdict }) => {
  if ('fault' in verdict) {
    const { code, segment } = verdict.fault
    const what = say(faultWords[code])
    const where = segment === undefined ? undefined : segmentWords[segment as keyof typeof segmentWords]
    return (
      <div data-fault={code} data-segment={segment}>
        <Alert tone="bad" title={say(tradeWords.isBad)}>
          {where === undefined ? say(tradeWords.faultOf)(what) : say(tradeWords.faultIn)(say(where), what)}
        </Alert>
      </div>
    )
  }
  const { checked } = verdict
  return (
    <div class="stack" data-good={checked.segments.length}>
      <Alert tone="good" title={say(tradeWords.isGood)(checked.segments.length)}>
        {say(tradeWords.compare)}
      </Alert>
      <Segments checked={checked} />
    </div>
  )
}
