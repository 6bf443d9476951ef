import { SealFault, type SealFaultCode } from '../../../chaincode/wire/sealing/seal-fault.ts'
import { open as openSealed, seal as sealTo } from '../../../chaincode/wire/sealing/sealed-document.ts'
import { TerminalFault } from '../errors.ts'

const nextSteps: { readonly [C in SealFaultCode]: string } = {
  no_seal_key: 'Ask whoever is to open it to make a key for sealed documents there, and try again.',
  seal_too_large: 'Shorten it.',
  sealed_unreadable: 'Ask who sent it to send it again.',
  sealed_for_others: 'Open it on another device of this account.',
}

const asTerminalFault = (error: unknown): never => {
  if (!(error instanceof SealFault)) throw error
  throw new TerminalFault(error.code, { problem: error.message, next: nextSteps[error.code] })
}

/** Seals a value as the wire's `seal` does, and tells by a terminal's fault what to do where it cannot. */
export const seal: typeof sealTo = (value, parts) => sealTo(value, parts).catch(asTerminalFault)

/** Opens what was sealed as the wire's `open` does, and tells by a terminal's fault what to do where it cannot. */
export const open: typeof openSealed = (bytes, parts) => openSealed(bytes, parts).catch(asTerminalFault)
