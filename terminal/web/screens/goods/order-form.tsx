import { useEffect, useRef, useState } from 'preact/hooks'
import { z } from 'zod'
import { type DeliveryAddress, deliveryAddress } from '../../../sdk/sealing/delivery-address.ts'
import { sealAddress } from '../../../sdk/sealing/seal-for.ts'
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
import { amountText, type Ordering, orderAsked, payReview } from './order-body.ts'
import { goodsWords } from './words.ts'

type Way = 'order' | 'pay'

const starting = { way: '', count: '1', name: '', address: '', telephone: '' }

const wholeCount = z.string().regex(/^([1-9][0-9]{0,3}|10000)$/)

/** The address as it was typed; undefined where a part of it is missing. */
const addressOf = (typed: { name: string; address: string; telephone: string }): DeliveryAddress | undefined => {
  const { name, address, telephone } = typed
  const lines = address.split(/[,，\n]/).map((line) => line.trim())
  return deliveryAddress.safeParse({ name, lines, ...(telephone === '' ? {} : { telephone }) }).data
}

/** How many pieces are asked for; none while what is typed is no count. */
const countIn = (text: string): number => (wholeCount.safeParse(text).success ? Number(text) : 0)

const askedOf = (ordering: Ordering, wanted: { count: string; way: Way; address: string }): Asked => {
  const count = countIn(wanted.count)
  const asked = orderAsked(ordering, { count, pay: wanted.way === 'pay', address: wanted.address })
  if (wanted.way === 'order') return asked
  const review = payReview(ordering, { count, what: say(goodsWords.payNow)(amountText(ordering, count)) })
  return { ...asked, review } as Asked
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
  const amount = amountText(ordering, countIn(fields.values.count))
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
