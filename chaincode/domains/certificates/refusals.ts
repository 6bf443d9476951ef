import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const certificateRefusals = {
  provider_not_registered: {
    status: 403,
    recorded: true,
    meaning: 'No member lets this participant issue certificates.',
  },
  unknown_certificate: { status: 404, recorded: true, meaning: 'The ledger knows no such certificate.' },
  certificate_revoked: { status: 409, recorded: true, meaning: 'The provider revoked the certificate.' },
  certificate_expired: { status: 409, recorded: true, meaning: 'The certificate’s time is over.' },
  item_has_certificate: {
    status: 409,
    recorded: true,
    meaning: 'The item has an active certificate: revoke it, or wait until it expires.',
  },
  not_a_metal: { status: 422, recorded: true, meaning: 'The voucher is no metal.' },
  exclusive_given: { status: 409, recorded: true, meaning: 'Somebody has this exclusive certificate already.' },
  certificate_not_passable: {
    status: 409,
    recorded: true,
    meaning: 'The certificate goes to buyers only: nobody may hold it to hand it on.',
  },
  provider_is_receiver: {
    status: 422,
    recorded: true,
    meaning: 'A provider cannot be given its own certificate.',
  },
  already_owned: { status: 409, recorded: true, meaning: 'The receiver owns the certificate already.' },
  licence_terms_unfit: {
    status: 422,
    recorded: true,
    meaning:
      'A licence needs scope and term, and nothing else may have them; only a licence or data say if they move on.',
  },
  unknown_instance: { status: 404, recorded: true, meaning: 'The ledger knows nothing that was given under this id.' },
  instance_state_forbids: { status: 409, recorded: true, meaning: 'It was handed on or used up.' },
  form_forbids: {
    status: 409,
    recorded: true,
    meaning: 'What the sender has of the certificate does not allow this step.',
  },
  not_transferable: { status: 409, recorded: true, meaning: 'It was given to the sender alone.' },
  too_many_passes: { status: 409, recorded: true, meaning: 'It was handed on as often as it may be.' },
  licence_exceeded: {
    status: 409,
    recorded: true,
    meaning: 'A licence cannot be handed on for more uses, or for longer, than one has.',
  },
  licence_ended: { status: 409, recorded: true, meaning: 'The licence’s term is over.' },
  use_not_licensed: { status: 409, recorded: true, meaning: 'The licence does not allow this use.' },
  foreign_link: {
    status: 422,
    recorded: true,
    meaning: 'The link is not to this certificate under one of its provider’s addresses.',
  },
  unknown_publication: { status: 404, recorded: true, meaning: 'The ledger knows no such publication.' },
  publication_state_forbids: { status: 409, recorded: true, meaning: 'The publication was withdrawn.' },
} as const satisfies RefusalEntries
