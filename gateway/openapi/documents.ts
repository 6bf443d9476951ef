import { z } from 'zod'
import { blobQuery } from '../routes/blobs.ts'
import { bodyQuery, reviewQuery, sealedQuery } from '../routes/documents.ts'
import { json, type Operations } from './operation.ts'

const kept = z.object({ digest: z.string() })
const binary = 'application/octet-stream'
const answers = { 200: json(kept, 'It was there already'), 201: json(kept, 'It is kept') }

/** What lies off the ledger under a digest that stands on it. */
export const documentOperations: Operations = {
  '/v1/certificate-bodies/{digest}': {
    put: {
      summary: 'Lay down the encrypted body of a certificate, as an open provider',
      needsSession: true,
      media: binary,
      answers,
    },
    get: {
      summary: 'The encrypted body of a certificate; with the certificate named, its home’s gateway is asked too',
      query: bodyQuery,
      answers: { 200: json(z.string(), 'The bytes, whose SHA-256 is the digest', binary) },
    },
  },
  '/v1/sealed-documents/{digest}': {
    put: {
      summary:
        'Lay down what is sealed to the devices of the other side of a purchase, or to those of a matching service',
      needsSession: true,
      media: binary,
      answers,
    },
    get: {
      summary:
        'A sealed document, for who laid it down, and for the sides of the purchase, handover, demand, delivery, recommendation or request in which its digest stands; evidence also for auditors',
      needsSession: true,
      query: sealedQuery,
      answers: { 200: json(z.string(), 'The bytes, whose SHA-256 is the digest', binary) },
    },
  },
  '/v1/blobs/{digest}': {
    put: {
      summary: 'Lay down a part of a sealed package, of at most 1 MiB, or the manifest that names its parts',
      needsSession: true,
      media: binary,
      answers,
    },
    head: {
      summary: 'Whether one has laid this part down here, so that an upload goes on where it ended',
      needsSession: true,
      answers: { 200: json(z.string(), 'It is here', binary) },
    },
    get: {
      summary: 'A part of a sealed package, or its manifest, for who delivered it and who is to receive it',
      needsSession: true,
      query: blobQuery,
      answers: { 200: json(z.string(), 'The bytes, whose SHA-256 is the digest', binary) },
    },
  },
  '/v1/review-texts/{digest}': {
    put: {
      summary: 'Lay down the text of a review, of 1 to 2,000 characters',
      needsSession: true,
      media: 'text/plain',
      answers,
    },
    get: {
      summary: 'The text of a purchase’s review, as its author laid it down here or at its own home',
      query: reviewQuery,
      answers: { 200: json(z.string(), 'The text, whose SHA-256 is the digest', 'text/plain') },
    },
    delete: {
      summary: 'Remove the text of a review for good: one’s own, or, at the desk of this gateway, anybody’s',
      needsSession: true,
      answers: { 200: json(z.object({ removed: z.literal(true) }), 'It is removed') },
    },
  },
}
