import { z } from 'zod'
import { consortiumDefinition } from '../chaincode/wire/consortium.ts'

// The descriptions are what an operator reads in docs/gateway-configuration.md, which `npm run pages` writes from them.

const file = z.string().min(1).meta({ title: 'path' })
const port = z.int().min(1).max(65_535)

/** A device of an issuer with which the gateway fills orders. */
export const deskSchema = z.strictObject({
  participant: z.string().describe("The issuer's participant."),
  keyFile: file.describe("The device's private key, in PEM."),
})

/** A device with which the gateway matches demands and recommendations (decision 0044). */
export const matcherSchema = z.strictObject({
  participant: z
    .string()
    .describe("The matching service's participant, which a registrar of this organisation lets match."),
  keyFile: file.describe('The private key, in PEM, of its device with the role `matcher`.'),
})

/** The device of a participant that keeps first keys of packages. */
export const keeperSchema = z.strictObject({
  participant: z.string().describe('The participant that keeps first keys of packages.'),
  keyFile: file.describe('The private key, in PEM, of its device with the role `keeper`.'),
})

/** The device with which a bank takes its clients' trades to institutions (decision 0049). */
export const dispatcherSchema = z.strictObject({
  participant: z.string().describe("The participant that takes clients' trades to institutions."),
  keyFile: file.describe('The private key, in PEM, of its device with the role `dispatcher`.'),
  answerSeconds: z
    .int()
    .min(60)
    .max(604_800)
    .default(3_600)
    .describe('How long an institution has to answer a trade that was sent to it, in seconds.'),
  unansweredMaximum: z
    .int()
    .min(1)
    .max(10_000)
    .default(8)
    .describe(
      'How many trades may be without an answer at one institution; what waits behind them is sent by its place in the queue.',
    ),
  paths: z
    .strictObject({
      probeSeconds: z.int().min(1).max(3_600).default(30).describe('Between two probes of a path, in seconds.'),
      probeBytes: z.int().min(1).max(65_536).default(4_096).describe('How many bytes each probe brings.'),
      ageSeconds: z
        .int()
        .min(1)
        .max(86_400)
        .default(180)
        .describe('Behind how many seconds a measurement counts as missing, and its path as the slowest.'),
      timeoutSeconds: z
        .int()
        .min(1)
        .max(60)
        .default(5)
        .describe('How long a probe or a delivery may take, in seconds; a delivery goes over the next path then.'),
    })
    .prefault({})
    .describe('How the paths to institutions are measured and used (decision 0052).'),
})

/** The gateway's own devices. Two keys, so that neither does the other's work (decision 0016). */
export const serviceSchema = z.strictObject({
  participant: z.string().describe('The participant whose devices they are.'),
  keyFile: file.describe(
    "The private key, in PEM, with which the gateway signs as a registrar of its organisation: it adds a person's device after a login.",
  ),
  stampKeyFile: file
    .describe(
      'The private key, in PEM, with which the gateway stamps what only the home knows; without it, it takes no payments by code and no answers that are judged by their receipt.',
    )
    .optional(),
})

const messagesSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z
      .literal('inbox')
      .describe(
        'Messages are shown on a page of the gateway, for development; refused where others than this machine can ask.',
      ),
  }),
  z.strictObject({
    type: z.literal('smtp').describe('Messages go through a mail server.'),
    host: z.string().min(1).describe('The mail server.'),
    port: port.describe('Its port.'),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .default('tls')
      .describe('TLS from the start, TLS once both have greeted, or none, which is refused for another machine.'),
    caFile: file.describe("Certificate authorities to believe in place of the system's, in PEM.").optional(),
    user: z
      .strictObject({
        name: z.string().describe('The name.'),
        passwordFile: file.describe('The file that holds the password; blanks at its end do not count.'),
      })
      .describe('How the gateway logs in at the mail server; without it, it does not.')
      .optional(),
    from: z.email().describe('The address that messages come from.'),
  }),
])

export const authorisationWays = ['message', 'password'] as const
/** How a person shows that it is them who want a device authorised (decision 0020). */
export type AuthorisationWay = (typeof authorisationWays)[number]

const deviceAuthorisationSchema = z.strictObject({
  ways: z
    .array(z.enum(authorisationWays))
    .min(1)
    .refine((ways) => new Set(ways).size === ways.length, 'ways must differ')
    .default([...authorisationWays])
    .describe('The ways that are open: a code in a message, the password once more. No way stands there twice.'),
  demand: z.enum(['any', 'all']).default('any').describe('Whether one of the ways is enough, or all are wanted.'),
})

const secondsMaximum = 300

const paymentsSchema = z.strictObject({
  codeSeconds: z.int().min(5).max(secondsMaximum).default(60).describe('How long a code can be claimed, in seconds.'),
  answerSeconds: z
    .int()
    .min(5)
    .max(secondsMaximum)
    .default(60)
    .describe('How long the payer has to answer a claim, in seconds.'),
  keepsOlder: z
    .boolean()
    .default(false)
    .describe('Whether a device that asks for a code keeps its older ones, so that several can be claimed.'),
})

const listenSchema = z.strictObject({
  host: z.string().describe("Name or address to listen on. Any but this machine's own needs `listen.tls`."),
  port: port.describe('The port to listen on.'),
  trustedProxies: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe('Web servers in front of this gateway whose word is taken for the address of who asks.'),
  tls: z
    .strictObject({
      certificateFile: file.describe('The certificate, in PEM, followed by those that vouch for it.'),
      keyFile: file.describe('Its private key, in PEM.'),
    })
    .describe('What the gateway answers HTTPS with; without it, it answers plain HTTP.')
    .optional(),
})

const limitsSchema = z.strictObject({
  requestsPerMinute: z
    .int()
    .min(1)
    .default(60_000)
    .describe('Requests of one address in a minute; the rest is refused with `too_many_requests`.'),
  wrongTriesPerAddress: z
    .int()
    .min(1)
    .default(50)
    .describe(
      'Wrong passwords and codes from one address in a quarter of an hour, after which it is slowed down, and claims no payment code for a while.',
    ),
  wrongCodesPerMerchant: z
    .int()
    .min(1)
    .max(1_000)
    .default(20)
    .describe('Unknown payment codes of one merchant in a quarter of an hour, after which it claims none for a while.'),
  waitSeconds: z
    .int()
    .min(1)
    .max(300)
    .default(10)
    .describe(
      'How long an instruction may have to wait for its outcome, in seconds. What would wait longer is refused with `overloaded`: it is better sent again.',
    ),
  pendingInstructions: z
    .int()
    .min(1)
    .default(20_000)
    .describe(
      'Instructions that are promised and without an outcome; the next is refused with `overloaded`. This bounds memory, whatever the ledger does.',
    ),
  lanesPerHome: z
    .int()
    .min(1)
    .max(16)
    .default(4)
    .describe('Lanes for the same homes. Each lane has one transaction on its way at a time.'),
  documentBytesPerParticipant: z
    .int()
    .min(1)
    .default(16_777_216)
    .describe(
      'Bytes that one participant may have in `documents.sqlite`: bodies of certificates, sealed documents, texts of reviews. The next is refused with `documents_too_many`.',
    ),
  mailboxBytesPerParticipant: z
    .int()
    .min(1)
    .default(2_147_483_648)
    .describe(
      'Bytes of sealed packages that one participant may have in the mailbox. The next is refused with `documents_too_many`.',
    ),
  eventStreams: z
    .int()
    .min(1)
    .max(10_000)
    .default(500)
    .describe('Streams of events that are open at once; the next is refused with `too_many_streams`.'),
  batch: z.int().min(1).max(500).default(200).describe('Instructions in one transaction, at most.'),
})

const mailboxStoreSchema = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .refine((text) => !/[@?#]/.test(text), 'has neither keys nor a query')
    .describe('Where the object store answers. Any but this machine answers HTTPS only.'),
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .meta({ title: 'name of a bucket' })
    .describe('The bucket, which must be there.'),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .meta({ title: 'name of a region' })
    .default('us-east-1')
    .describe('Its region, which is a part of what is signed.'),
  prefix: z
    .string()
    .regex(/^([A-Za-z0-9_-]+\/)*$/)
    .meta({ title: 'path' })
    .default('')
    .describe(
      'What the name of each object begins with, such as `assay/`. Two gateways never share bucket and prefix.',
    ),
  accessKeyFile: file.describe('The file that holds the access key; blanks at its end do not count.'),
  secretKeyFile: file.describe('The file that holds the secret key; blanks at its end do not count.'),
})

const mailboxSchema = z.strictObject({
  unusedHours: z
    .int()
    .min(1)
    .max(720)
    .default(24)
    .describe(
      'How long a part that no delivered package names may lie, in hours; an upload that goes on begins it anew.',
    ),
  endedDays: z
    .int()
    .min(0)
    .max(3_650)
    .default(30)
    .describe(
      'How long the parts of a package lie once it has ended, in days: once it was revoked or rejected, or opened and its time is over.',
    ),
  store: mailboxStoreSchema
    .describe(
      'A bucket of an object store that speaks S3; without it, parts lie in the folder `mailbox` of the data folder.',
    )
    .optional(),
})

/** What one gateway process must know: whose it is, its peer, its Fabric identity, where it listens, and the others. */
export const configurationSchema = z.strictObject({
  organisation: z.string().describe("The organisation's name, as its log and its messages to people say it."),
  mspId: z
    .string()
    .describe("The organisation's MSP on the channel. Whoever is registered under it has its home here."),
  channel: z.string().describe('The channel, whose name is also that of the ledger in what devices sign.'),
  peer: z
    .strictObject({
      endpoint: z.string().describe('Host and port, with a colon between them.'),
      tlsServerName: z.string().describe("The name that the peer's TLS certificate must bear."),
      tlsCaFile: file.describe('The certificate authority that vouches for it, in PEM.'),
    })
    .describe("The organisation's own peer. The gateway reads blocks from it and asks it for endorsements."),
  identity: z
    .strictObject({
      certificateFile: file.describe('The certificate, in PEM.'),
      keyFile: file.describe('Its private key, in PEM.'),
    })
    .describe(
      "The gateway's Fabric identity. Its key signs transactions, and the gateway's answers about instructions.",
    ),
  listen: listenSchema.describe('Where the gateway answers.'),
  dataFolder: file.describe(
    "The folder of the gateway's own files: outbox, projection, credentials and secrets. It is made if need be.",
  ),
  gateways: z
    .record(z.string(), z.url())
    .describe(
      "Each organisation's gateway by its MSP, this one's too. Instructions of another home are passed on to its gateway.",
    ),
  consortium: consortiumDefinition.describe('The members of the consortium, as its organisations approved them.'),
  desk: deskSchema
    .describe(
      "A device of an issuer of this organisation that fills orders at the issuer's published prices; without it, this gateway fills none. It may stand in `desk.json` of the data folder instead.",
    )
    .optional(),
  matcher: matcherSchema
    .describe(
      'A device of a matching service of this organisation; without it, this gateway matches no demands and recommendations, but it still recomputes those of others. It may stand in `matcher.json` of the data folder instead.',
    )
    .optional(),
  keeper: keeperSchema
    .describe(
      'A device of a keeper of this organisation, which releases first keys of packages; without it, this gateway releases none. It may stand in `keeper.json` of the data folder instead.',
    )
    .optional(),
  dispatcher: dispatcherSchema
    .describe(
      'A device of this bank that verifies trades of its clients, sends them to institutions and settles them; without it, this gateway takes none any further. It may stand in `dispatcher.json` of the data folder instead.',
    )
    .optional(),
  service: serviceSchema
    .describe(
      "The gateway's own devices; without them, it authorises no devices. They may stand in `service.json` of the data folder instead.",
    )
    .optional(),
  terminalFolder: file
    .describe('The folder where the web terminal was built; without it, the gateway serves none.')
    .optional(),
  auditReportFile: file
    .describe(
      "The file in which the auditor's command leaves its report, which auditors see here; without it, they see none.",
    )
    .optional(),
  messages: messagesSchema.describe('How messages leave; without it, no device is authorised by message.').optional(),
  deviceAuthorisation: deviceAuthorisationSchema
    .prefault({})
    .describe('How a person shows, after a login, that it is them who want a device authorised.'),
  payments: paymentsSchema
    .prefault({})
    .describe('Payments by one-time code. The ledger takes no code or claim that lives longer than ten minutes.'),
  mailbox: mailboxSchema.prefault({}).describe('Where parts of sealed packages lie, and for how long.'),
  limits: limitsSchema.prefault({}).describe('How much the gateway takes at once.'),
})

/** The settings of a gateway, with defaults filled in. */
export type Configuration = z.infer<typeof configurationSchema>
