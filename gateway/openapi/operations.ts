import { z } from 'zod'
import { envelope } from '../../chaincode/envelope.ts'
import { publicKey } from '../../chaincode/wire/device.ts'
import { challengeRequest, sessionRequest } from '../routes/sessions.ts'
import { json, type Operations } from './operation.ts'
import {
  account,
  decimal,
  device,
  evidence,
  history,
  instructionDocument,
  ledger,
  payee,
  positionDocument,
  promise,
  publishedVoucher,
  row,
} from './shapes.ts'

/** Sending instructions, sessions, single reads, and what operators ask. */
export const operations: Operations = {
  '/v1/ledger': { get: { summary: 'Which ledger and gateway this is', answers: { 200: json(ledger, 'The ledger') } } },
  '/v1/instructions': {
    post: {
      summary: 'Send a signed instruction; sending it again is always safe',
      isSigned: true,
      body: envelope,
      headers: { Prefer: { example: 'wait=20', description: 'Seconds to wait for the outcome, at most 30' } },
      answers: {
        200: json(instructionDocument, 'It was accepted'),
        202: json(promise, 'It is kept and will be decided'),
      },
    },
  },
  '/v1/instructions/{id}': {
    get: {
      summary: 'What became of an instruction',
      isSigned: true,
      answers: { 200: json(instructionDocument, 'The instruction') },
    },
  },
  '/v1/instructions/{id}/evidence': {
    get: {
      summary: 'All that it takes to check who signed',
      isSigned: true,
      answers: { 200: json(evidence, 'The evidence') },
    },
  },
  '/v1/sessions/challenge': {
    post: {
      summary: 'Ask for a challenge to sign',
      body: challengeRequest,
      answers: { 200: json(z.object({ challenge: z.string(), expiresAt: decimal }), 'The challenge') },
    },
  },
  '/v1/sessions': {
    post: {
      summary: 'Open a session with the signed challenge',
      body: sessionRequest,
      answers: { 200: json(z.object({ token: z.string(), expiresAt: decimal }), 'The session') },
    },
  },
  '/v1/vouchers/{code}': {
    get: {
      summary: 'A published voucher',
      answers: { 200: json(publishedVoucher, 'The voucher, with the proof of its issue') },
    },
  },
  '/v1/vouchers/{code}/history': {
    get: { summary: 'Past versions of a voucher', answers: { 200: json(history, 'Versions') } },
  },
  '/v1/accounts/{id}': {
    get: { summary: 'An account that you may see', needsSession: true, answers: { 200: json(account, 'The account') } },
  },
  '/v1/accounts/{id}/history': {
    get: { summary: 'Past states of that account', needsSession: true, answers: { 200: json(history, 'States') } },
  },
  '/v1/accounts/{id}/vouchers/{code}': {
    get: {
      summary: 'One’s position in a voucher: the fields it shows, its functions, and the height they come from',
      needsSession: true,
      answers: { 200: json(positionDocument, 'The position') },
    },
  },
  '/v1/accounts/{id}/devices': {
    get: {
      summary: 'Its devices, with when they were added and last used',
      needsSession: true,
      answers: { 200: json(z.object({ items: z.array(device), height: decimal }), 'The devices') },
    },
  },
  '/v1/payees/{id}': {
    get: {
      summary: 'What one may know of a participant before giving to it',
      needsSession: true,
      answers: { 200: json(payee, 'Where it is at home, how it takes from you, and its name as a merchant') },
    },
  },
  '/v1/participants/{id}/devices/{device}': {
    get: { summary: 'A device’s public key, for checking signatures', answers: { 200: json(row, 'The device') } },
  },
  '/v1/participants/{id}/seal-keys': {
    get: {
      summary: 'The keys to which something is sealed for a participant, of its active devices alone',
      answers: {
        200: json(
          z.object({ items: z.array(z.object({ device: z.string(), publicKey })), height: decimal }),
          'The keys',
        ),
      },
    },
  },
  '/v1/auditors/seal-keys': {
    get: {
      summary: 'The keys to which evidence is sealed for auditors, of their active devices alone',
      answers: {
        200: json(
          z.object({ items: z.array(z.object({ device: z.string(), publicKey })), height: decimal }),
          'The keys; none while no auditor has set one',
        ),
      },
    },
  },
  '/health': { get: { summary: 'Whether the process lives', answers: { 200: json(row, 'It lives') } } },
  '/ready': { get: { summary: 'Whether it can do its work', answers: { 200: json(row, 'Part by part') } } },
  '/metrics': {
    get: { summary: 'Figures for Prometheus', answers: { 200: json(z.string(), 'Figures', 'text/plain') } },
  },
}
