import { z } from 'zod'
import { commerceFunctions, itemCode, type PriceTerms } from '../../../chaincode/domains/certificates/terms.ts'
import {
  areDistinct,
  displayName,
  instructionIdName,
  participantId,
  quantity,
  voucherCode,
} from '../../../chaincode/wire/identifiers.ts'
import { isProgramText } from '../sandbox/program.ts'
import { shownLine, shownLines } from '../shown-text.ts'

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const address = new URL(text)
  if (address.href !== text) return false
  return ['https:', 'http:'].includes(address.protocol) && address.username === '' && address.password === ''
}

/** An address of the web that a certificate names, exactly as a browser writes it: http(s), and nobody's name or password in it. */
const webAddress = z.string().max(500).refine(isWebAddress, 'must be an http or https address')

/** A link in a certificate. Whoever shows it shows `hostOf` it too, since its text can say anything. */
const webLink = z.strictObject({ text: shownLine(80), address: webAddress })

/** Where a link of a certificate leads: its host, in the ASCII form of names that look like others. */
export const hostOf = ({ address }: { address: string }): string => new URL(address).host

/** Both forms of a certificate hold its program, within the bytes of a document. */
const programBytesMaximum = 12_000

/**
 * What a provider says of its goods. Introduction and specification may be missing, and a page names what is; every text is text, whatever
 * it looks like.
 */
export const goods = z.strictObject({
  provider: participantId,
  /** Who is paid: the provider, always (design D25). */
  payee: participantId,
  item: itemCode,
  title: displayName,
  introduction: shownLines(8_000).optional(),
  specification: z.array(z.strictObject({ name: shownLine(60), value: shownLine(400) })).max(64),
  links: z.array(webLink).max(8).optional(),
  /** A program with the functions of the certificate, or with the way of opening data in its digest; run in a sandbox alone (S3-061, S3-062). */
  program: z
    .string()
    .refine((text) => isProgramText(text, programBytesMaximum), 'must be a program of at most 12,000 bytes')
    .optional(),
  allows: z
    .array(z.enum(commerceFunctions))
    .min(1)
    .max(commerceFunctions.length)
    .refine(areDistinct, 'functions must differ'),
})
export type Goods = z.infer<typeof goods>

/** The price of one piece in base units of cash, and the salt under which its digest stands on the ledger. */
export const price = z.strictObject({ cash: voucherCode, price: quantity, salt: instructionIdName })
export type Price = z.infer<typeof price>

/** All that a certificate says. */
export interface Certified {
  goods: Goods
  price: Price
  /** From when it is meant, in milliseconds since 1970. */
  validFrom: number
  expiresAt: number
}

/** The price terms as the ledger takes their digest. */
export const priceTermsOf = ({
  goods: { provider, item },
  price: { cash, price: each, salt },
}: Certified): PriceTerms => ({
  provider,
  item,
  cash,
  price: each,
  salt,
})
