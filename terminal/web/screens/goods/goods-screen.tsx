import { useState } from 'preact/hooks'
import { participantId } from '../../../../chaincode/wire/identifiers.ts'
import {
  type CertificateSearch,
  type FoundCertificate,
  findCertificates,
} from '../../../sdk/certificates/find-certificates.ts'
import { Segments, TextField } from '../../pieces/field.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { LaterPages } from '../../pieces/later-pages.tsx'
import { Page } from '../../pieces/page.tsx'
import { EmptyState, ReadingState } from '../../pieces/states.tsx'
import { connection } from '../../state/session.ts'
import { say } from '../../state/settings.ts'
import { useResource } from '../../state/use-resource.ts'
import { formatListed } from '../../words/format.ts'
import { nameOfOrganisation } from '../../words/organisations.ts'
import { goodsWords } from './words.ts'

const GoodsRow = ({ found: { certificate, provider } }: { found: FoundCertificate }) => (
  <li>
    <a class="row" href={`#/goods/${certificate.certificate}`}>
      <span class="row-main">
        <span class="row-title">{certificate.title}</span>
        <span class="row-note">
          {provider.name} · {nameOfOrganisation(provider.home)}
        </span>
        <span class="row-note">
          {certificate.allows.map((allowed) => say(goodsWords[allowed])).join(' · ')}
          {certificate.metal !== undefined && ` · ${certificate.metal.voucher}`}
        </span>
      </span>
      <span class="row-end row-extra">
        <span class="row-note">{say(goodsWords.until)(formatListed(certificate.expiresAt))}</span>
      </span>
      <Icon name="chevron" />
    </a>
  </li>
)

const rowOf = (found: FoundCertificate) => <GoodsRow key={found.certificate.certificate} found={found} />

const List = ({ search }: { search: CertificateSearch }) => {
  const key = `goods ${JSON.stringify(search)}`
  const list = useResource(key, () => findCertificates(connection, search))
  if (list.value === undefined) return <ReadingState of={list} lines={6} />
  const { items, next } = list.value
  if (items.length === 0) {
    return (
      <EmptyState icon="goods" title={say(goodsWords.noneTitle)}>
        <span>{say(goodsWords.noneText)}</span>
      </EmptyState>
    )
  }
  return (
    <>
      <ul class="rows" aria-label={say(goodsWords.listTitle)}>
        {items.map(rowOf)}
      </ul>
      {next !== undefined && (
        <LaterPages
          key={next}
          first={next}
          read={(after) => findCertificates(connection, { ...search, after })}
          show={rowOf}
        />
      )}
    </>
  )
}

type Allowed = 'all' | 'order' | 'pay'

const useSearch = () => {
  const [text, setText] = useState('')
  const [provider, setProvider] = useState('')
  const [allowed, setAllowed] = useState<Allowed>('all')
  const isWrong = provider !== '' && !participantId.safeParse(provider).success
  const search: CertificateSearch = {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(provider === '' || isWrong ? {} : { provider }),
    ...(allowed === 'all' ? {} : { allows: allowed }),
  }
  return { text, setText, provider, setProvider, allowed, setAllowed, isWrong, search }
}

/** Goods certificates that are good now, by title, item, provider and what they allow; open to everybody. */
export const GoodsScreen = () => {
  const { text, setText, provider, setProvider, allowed, setAllowed, isWrong, search } = useSearch()
  return (
    <Page title={say(goodsWords.listTitle)} lead={say(goodsWords.listLead)} isNarrow>
      <search class="form">
        <TextField
          label={say(goodsWords.search)}
          hint={say(goodsWords.searchHint)}
          inputMode="search"
          spellcheck={false}
          maxLength={60}
          value={text}
          onValue={setText}
        />
        <TextField
          label={say(goodsWords.provider)}
          hint={say(goodsWords.providerHint)}
          isOptional
          autocapitalize="none"
          spellcheck={false}
          maxLength={40}
          value={provider}
          onValue={(value) => setProvider(value.trim().toLowerCase())}
          wrong={isWrong ? say(goodsWords.providerWrong) : undefined}
        />
        <Segments<Allowed>
          label={say(goodsWords.filter)}
          value={allowed}
          options={[
            ['all', say(goodsWords.all)],
            ['order', say(goodsWords.order)],
            ['pay', say(goodsWords.pay)],
          ]}
          onValue={setAllowed}
        />
      </search>
      <div class="card">
        <List search={search} />
      </div>
    </Page>
  )
}
