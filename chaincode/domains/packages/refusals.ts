import type { RefusalEntries } from '../../wire/refusal.ts'

/** Why a rule of this domain does not honour an instruction. */
export const packageRefusals = {
  unknown_package: { status: 404, recorded: true, meaning: 'No package was delivered in this interaction.' },
  package_exists: { status: 409, recorded: true, meaning: 'A package was delivered in this interaction before.' },
  package_state_forbids: { status: 409, recorded: true, meaning: 'The package’s state does not allow this step.' },
  keeper_is_party: { status: 422, recorded: true, meaning: 'A keeper is neither who gives nor who receives.' },
  device_without_seal_key: {
    status: 422,
    recorded: true,
    meaning: 'The device has no key to which anything could be sealed.',
  },
  requested_already: { status: 409, recorded: true, meaning: 'The device asked for the keys before.' },
  asked_late: { status: 409, recorded: true, meaning: 'The device asked for the keys only after their time.' },
  released_already: { status: 409, recorded: true, meaning: 'This key was released to the device before.' },
  not_requested: { status: 409, recorded: true, meaning: 'The device did not ask for the keys.' },
  not_the_keeper: { status: 403, recorded: true, meaning: 'This device keeps no key of the package.' },
  key_not_released: { status: 409, recorded: true, meaning: 'The device does not have both keys yet.' },
  opened_already: { status: 409, recorded: true, meaning: 'The device has opened the package before.' },
} as const satisfies RefusalEntries
