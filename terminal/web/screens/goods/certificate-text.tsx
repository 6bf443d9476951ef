import type { ReadDocument } from '../../../sdk/certificates/body.ts'
import { hostOf } from '../../../sdk/certificates/goods.ts'
import { receivedDataWords } from '../../dictionary/received-data.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Section } from '../../pieces/page.tsx'
import { ProgramRun } from '../../pieces/program-run.tsx'
import { say } from '../../state/settings.ts'
import { goodsWords } from './words.ts'

type Goods = ReadDocument['certified']['goods']

/** Whatever a provider writes is text: a paragraph for each line that it left free. */
const Introduction = ({ goods }: { goods: Goods }) => (
  <Section
    title={say(goodsWords.introduction)}
    aside={
      <span class="pill" data-tone="good">
        <Icon name="seal" />
        {say(goodsWords.checked)}
      </span>
    }
  >
    {goods.introduction === undefined ? (
      <p class="note">{say(goodsWords.noIntroduction)}</p>
    ) : (
      goods.introduction.split(/\n+/).map((paragraph, index) => <p key={index}>{paragraph}</p>)
    )}
  </Section>
)

const Specification = ({ goods }: { goods: Goods }) => (
  <Section title={say(goodsWords.specification)}>
    {goods.specification.length === 0 ? (
      <p class="note">{say(goodsWords.noSpecification)}</p>
    ) : (
      <dl class="pairs">
        {goods.specification.map(({ name, value }, index) => (
          <div key={index} class="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    )}
  </Section>
)

/** The provider's links, each with the host that it leads to, since its text can say anything; none knows where one came from. */
const Links = ({ goods: { links = [] } }: { goods: Goods }) =>
  links.length === 0 ? null : (
    <Section title={say(goodsWords.links)}>
      <ul class="rows">
        {links.map((link) => (
          <li key={link.address}>
            <a class="row" href={link.address} target="_blank" rel="noopener noreferrer nofollow">
              <span class="row-main">
                <span class="row-title">{link.text}</span>
                <span class="row-note">{say(goodsWords.leadsTo)(hostOf(link))}</span>
              </span>
              <Icon name="chevron" />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )

/** The functions of a certificate, or its way of opening data: a program that the provider signed with it (S3-061, S3-062). */
const Functions = ({ goods: { program } }: { goods: Goods }) =>
  program === undefined ? null : (
    <Section title={say(receivedDataWords.program)}>
      <ProgramRun given={program} />
    </Section>
  )

/** What the provider signed of the goods; a part that is missing is named (S1-034, S1-035). */
export const CertificateText = ({ goods }: { goods: Goods }) => (
  <>
    <Introduction goods={goods} />
    <Specification goods={goods} />
    <Links goods={goods} />
    <Functions goods={goods} />
  </>
)
