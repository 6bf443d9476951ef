import { z } from 'zod'
import { sharedCharactersMaximum } from '../../../../chaincode/wire/sealing/shared-texts.ts'
import type { Told } from '../../../sdk/matching/sharing.ts'
import { shownLine } from '../../../sdk/shown-text.ts'
import { TextField } from '../../pieces/field.tsx'
import { say } from '../../state/settings.ts'
import { type Fields, useFields } from '../../state/use-fields.ts'
import { recommendWords } from './words.ts'

type Names = 'contact' | 'place'

const rule = { shape: z.union([z.literal(''), shownLine(sharedCharactersMaximum)]), words: recommendWords.sharedWrong }

/** What may be told of the recommender, as it is typed; it is private, so no draft of it is kept. */
export const useSharing = (): Fields<Names> =>
  useFields<Names>({ contact: '', place: '' }, { contact: rule, place: rule })

/** What was filled in: an empty field consents to nothing (S3-017, S3-018). */
export const toldIn = ({ values: { contact, place } }: Fields<Names>): Told => ({
  contact: contact === '' ? undefined : contact,
  place: place === '' ? undefined : place,
})

/** Two fields that may stay empty, with what filling them in consents to. */
export const SharingFields = ({ fields }: { fields: Fields<Names> }) => (
  <>
    <TextField
      label={say(recommendWords.contact)}
      isOptional
      maxLength={sharedCharactersMaximum}
      autocomplete="off"
      {...fields.bind('contact')}
    />
    <TextField
      label={say(recommendWords.place)}
      isOptional
      maxLength={sharedCharactersMaximum}
      autocomplete="off"
      {...fields.bind('place')}
    />
    <p class="note">{say(recommendWords.sharedNote)}</p>
  </>
)
