import { z } from 'zod'
import { authorisationWays } from '../configuration.ts'
import { authorisationRequest, confirmationRequest } from '../routes/devices.ts'
import { inboxQuery } from '../routes/inbox.ts'
import { credentialRequest, loginRequest, passwordRequest } from '../routes/logins.ts'
import { json, type Operations } from './operation.ts'
import { decimal, device, instructionDocument } from './shapes.ts'

const session = z.object({ token: z.string(), expiresAt: decimal })
const ways = z.array(z.enum(authorisationWays))
const named = z.object({ participant: z.string() })
const ownDevice = device.extend({ isThisDevice: z.boolean() })
const message = z.object({ to: z.string(), subject: z.string(), text: z.string(), sentAt: decimal })

const loginAnswer = z.discriminatedUnion('authorised', [
  z.object({ authorised: z.literal(true), session }),
  z.object({ authorised: z.literal(false), ticket: z.string(), expiresAt: decimal, ways, demandsAll: z.boolean() }),
])
const progress = z.discriminatedUnion('authorised', [
  z.object({ authorised: z.literal(true), outcome: instructionDocument, session }),
  z.object({ authorised: z.literal(false), outstanding: ways, outcome: instructionDocument.optional() }),
])

const inbox = (answer: ReturnType<typeof json>) => ({
  get: {
    summary: 'Messages that would have left, on a gateway of this machine whose configuration keeps them',
    query: inboxQuery,
    answers: { 200: answer },
  },
})

/** Logging in, having a device authorised, and what one logs in with. */
export const loginOperations: Operations = {
  '/v1/logins': {
    post: {
      summary:
        'Log in with a password and a device key that signed a challenge (lines: assay-login, ledger, MSP, challenge)',
      body: loginRequest,
      answers: { 200: json(loginAnswer, 'A session, or a ticket for having the device authorised') },
    },
  },
  '/v1/credentials/{participant}': {
    put: {
      summary: 'Set what a participant of this home logs in with (its registrar)',
      needsSession: true,
      body: credentialRequest,
      answers: { 200: json(named, 'It is set') },
    },
  },
  '/v1/credentials/{participant}/password': {
    put: {
      summary: 'Change one’s own password',
      needsSession: true,
      body: passwordRequest,
      answers: { 200: json(named, 'It is changed') },
    },
  },
  '/v1/device-authorisations': {
    post: {
      summary:
        'Begin to have the key of a ticket authorised, with a signed challenge (first line: assay-authorisation)',
      needsTicket: true,
      body: authorisationRequest,
      answers: { 201: json(z.object({ id: z.string(), outstanding: ways }), 'What is wanted of the person') },
    },
  },
  '/v1/device-authorisations/{id}': {
    delete: {
      summary: 'Do without: the ticket is burnt',
      needsTicket: true,
      answers: { 200: json(z.object({ declined: z.literal(true) }), 'It is burnt') },
    },
  },
  '/v1/device-authorisations/{id}/confirmations': {
    post: {
      summary: 'Give the code of the message, or the password once more',
      needsTicket: true,
      body: confirmationRequest,
      answers: {
        200: json(progress, 'The device is authorised, or more is outstanding'),
        202: json(progress, 'The instruction that adds the device has no outcome yet; log in again later'),
      },
    },
  },
  '/v1/devices': {
    get: {
      summary: 'One’s own devices; instructions name and revoke them',
      needsSession: true,
      answers: { 200: json(z.object({ items: z.array(ownDevice), height: decimal }), 'The devices') },
    },
  },
  '/development/inbox': inbox(json(z.string(), 'A page', 'text/html')),
  '/development/inbox.json': inbox(json(z.object({ items: z.array(message) }), 'The messages, newest first')),
}
