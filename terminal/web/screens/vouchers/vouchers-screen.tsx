import { useState } from 'preact/hooks'
import { type ListedVoucher, readVouchers } from '../../../sdk/lists.ts'
import { voucherWords } from '../../dictionary/vouchers.ts'
import { functionsText, productText } from '../../market/product.ts'
import { TextField } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Page } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { connection } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { noteVoucher } from '../../state/vouchers.ts'
import { formatQuantity } from '../../words/format.ts'

const VoucherRow = ({ listed }: { listed: ListedVoucher }) => {
  const { voucher } = listed
  return (
    <li>
      <a class="row" href={`#/vouchers/${voucher.voucher}`}>
        <span
          class="token"
          data-metal={voucher.product.type === 'metal' ? voucher.product.metal : 'cash'}
          aria-hidden="true"
        />
        <span class="row-main">
          <span class="row-title">{voucher.name}</span>
          <span class="row-note">
            {voucher.voucher} · {productText(voucher.product)}
          </span>
          <span class="row-note">
            {functionsText(voucher.functions, voucher.product) || say(voucherWords.suspended)}
          </span>
        </span>
        <span class="row-end row-extra">
          <span class="row-note">{say(voucherWords.supply)}</span>
          <span>{formatQuantity(voucher.supply, voucher.unit)}</span>
        </span>
        <Icon name="chevron" />
      </a>
    </li>
  )
}

const rowOf = (listed: ListedVoucher) => <VoucherRow key={listed.voucher.voucher} listed={listed} />

const List = ({ code }: { code: string | undefined }) => {
  const list = useResource(`vouchers ${code ?? ''}`, async () => {
    const page = await readVouchers(connection, { code })
    for (const { voucher } of page.items) noteVoucher(voucher)
    return page
  })
  if (list.value === undefined) return <ReadingState of={list} lines={6} />
  if (list.value.items.length === 0) {
    return (
      <EmptyState icon="vouchers" title={say(voucherWords.noneTitle)}>
        <span>{say(voucherWords.noneText)(code ?? '')}</span>
      </EmptyState>
    )
  }
  const { items, next } = list.value
  return (
    <>
      <ul class="rows" aria-label={say(voucherWords.listTitle)}>
        {items.map(rowOf)}
      </ul>
      {next !== undefined && (
        <LaterPages key={next} first={next} read={(after) => readVouchers(connection, { code, after })} show={rowOf} />
      )}
    </>
  )
}

/** The published vouchers, by code; open to everybody. */
export const VouchersScreen = () => {
  const [text, setText] = useState('')
  const isWrong = text !== '' && !/^[A-Z][A-Z0-9-]{0,31}$/.test(text)
  const code = text === '' || isWrong ? undefined : text
  return (
    <Page title={say(voucherWords.listTitle)} lead={say(voucherWords.listLead)} isNarrow>
      <search>
        <TextField
          label={say(voucherWords.search)}
          hint={say(voucherWords.searchHint)}
          inputMode="search"
          autocapitalize="none"
          spellcheck={false}
          maxLength={32}
          value={text}
          onValue={(value) => setText(value.trim().toUpperCase())}
          wrong={isWrong ? say(voucherWords.searchWrong) : undefined}
        />
      </search>
      <div class="card">
        <List code={code} />
      </div>
    </Page>
  )
}
