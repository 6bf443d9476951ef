import { useEffect, useRef, useState } from 'preact/hooks'
import { z } from 'zod'
import type { Body } from '../../../../chaincode/vocabulary.ts'
import type { FoundCertificate } from '../../../sdk/certificates/find-certificates.ts'
import type { Certified } from '../../../sdk/certificates/goods.ts'
import { type DeliveryAddress, deliveryAddress } from '../../../sdk/sealing/delivery-address.ts'
import { sealAddress } from '../../../sdk/sealing/seal-for.ts'
import type { Terminal } from '../../../sdk/terminal.ts'
import { ownSealKey } from '../../market/purchases/use-own-key.ts'
import { ActForm } from '../../pieces/act-form.tsx'
import { TextField } from '../../pieces/field.tsx'
import { FaultAlert } from '../../pieces/states.tsx'
import { Ways } from '../../pieces/ways.tsx'
import { keepAddress, keptAddress } from '../../state/delivery-address.ts'
import { say } from '../../state/settings.ts'
import { type Asked, useAct } from '../../state/use-act.ts'
import { useFields } from '../../state/use-fields.ts'
import { useWork } from '../../state/use-work.ts'
import { unitOf } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'
import { goodsWords } from './words.ts'

export interface Ordering {
  found: FoundCertificate
  certified: Certified
  account: string
  terminal: Terminal
}

type Way = 'order' | 'pay'

const starting = { way: '', count: '1', name: '', address: '', telephone: '' }

const wholeCount = z.string().regex(/^([1-9][0-9]{0,3}|10000)$/)

/** The address as it was typed; undefined where a part of it is missing. */
const addressOf = (typed: { name: string; address: string; telephone: string }): DeliveryAddress | undefined => {
  const { name, address, telephone } = typed
  const lines = address.split(/[,，\n]/).map((line) => line.trim())
  return deliveryAddress.safeParse({ name, lines, ...(telephone === '' ? {} : { telephone }) }).data
}

const amountOf = ({ certified }: Ordering, count: string): string =>
  wholeCount.safeParse(count).success ? (BigInt(certified.price.price) * BigInt(count)).toString() : '0'

/** The body of an order, in which nothing is left to be asked: price and payee are the certificate's own. */
const bodyOf = ({ found, certified }: Ordering, wanted: { count: string; way: Way; address: string }) => {
  const { certificate, provider } = found.certificate
  const { cash, price, salt } = certified.price
  const body: Body<'purchase.order'> = {
    ...{ certificate, provider, cash, price, salt, count: Number(wanted.count) },
    ...{ pay: wanted.way === 'pay', address: wanted.address },
  }
  return body
}

const askedOf = (ordering: Ordering, wanted: { count: string; way: Way; address: string }): Asked => {
  const { provider, certificate } = ordering.found
  const amount = formatQuantity(amountOf(ordering, wanted.count), unitOf(certificate.cash))
  const body = bodyOf(ordering, wanted)
  if (wanted.way === 'order') return { kind: 'purchase.order', body }
  return {
    kind: 'purchase.order',
    body,
    review: {
      what: say(goodsWords.payNow)(amount),
      total: [say(goodsWords.total), amount],
      lines: [
        [say(goodsWords.payee), `${provider.name} (${provider.provider})`],
        [say(goodsWords.count), wanted.count],
      ],
    },
  }
}

const waysOf = ({ found }: Ordering): Way[] =>
  (['pay', 'order'] as const).filter((one) => found.certificate.allows.includes(one))

const useOrder = (ordering: Ordering) => {
  const { account, terminal, found } = ordering
  const fields = useFields(starting, ({ name, address, telephone }) => ({
    count: { shape: wholeCount, words: goodsWords.countWrong },
    address: {
      shape: z.string().refine(() => addressOf({ name, address, telephone }) !== undefined),
      words: goodsWords.addressWrong,
    },
  }))
  const { values } = fields
  useEffect(() => {
    void keptAddress(account).then((kept) => {
      if (kept !== undefined)
        fields.set({ name: kept.name, address: kept.lines.join(', '), telephone: kept.telephone ?? '' })
    })
  }, [account])
  const ways = waysOf(ordering)
  const way = ways.find((one) => one === values.way) ?? (ways[0] as Way)
  const sealed = useRef('')
  const work = useWork()
  const act = useAct({
    check: fields.check,
    asked: () =>
      sealed.current === '' ? undefined : askedOf(ordering, { count: values.count, way, address: sealed.current }),
    onTaken: () => fields.set({ count: '1' }),
  })
  const submit = (): boolean => {
    const address = fields.check() ? addressOf(values) : undefined
    if (address === undefined) return false
    const { provider, certificate } = found.certificate
    void work.run(async () => {
      const own = await ownSealKey(terminal)
      sealed.current = await sealAddress(terminal, address, { provider, buyer: account, certificate, own })
      await keepAddress(account, address)
      act.submit()
    })
    return true
  }
  return { fields, way, ways, act: { ...act, submit }, work }
}

/** Ordering, and paying where the certificate lets one, with all that the order needs (S1-040, S1-041). */
export const OrderForm = (ordering: Ordering) => {
  const { fields, way, ways, act, work } = useOrder(ordering)
  const [label] = useState(say(goodsWords.orderTitle))
  const amount = formatQuantity(amountOf(ordering, fields.values.count), unitOf(ordering.found.certificate.cash))
  return (
    <section class="card" aria-label={label}>
      {work.fault && <FaultAlert fault={work.fault} />}
      <ActForm label={label} action={say(way === 'pay' ? goodsWords.payNow : goodsWords.orderNow)(amount)} act={act}>
        {ways.length > 1 && (
          <Ways
            label={say(goodsWords.way)}
            way={way}
            words={{ pay: goodsWords.payAtOnce, order: goodsWords.payLater }}
            onWay={(one) => fields.set({ way: one })}
          />
        )}
        <TextField label={say(goodsWords.count)} inputMode="numeric" maxLength={5} {...fields.bind('count')} />
        <h2>{say(goodsWords.addressTitle)}</h2>
        <TextField label={say(goodsWords.name)} autocomplete="name" maxLength={80} {...fields.bind('name')} />
        <TextField
          label={say(goodsWords.address)}
          autocomplete="street-address"
          maxLength={400}
          {...fields.bind('address')}
        />
        <TextField
          label={say(goodsWords.telephone)}
          autocomplete="tel"
          isOptional
          maxLength={40}
          {...fields.bind('telephone')}
        />
        <p class="note">{say(goodsWords.addressNote)}</p>
        {way === 'pay' && <p class="note">{say(goodsWords.held)}</p>}
      </ActForm>
    </section>
  )
}
