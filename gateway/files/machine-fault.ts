// A value that is too large, breaks a constraint or is of the wrong type: SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH.
const contentCodes = new Set([18, 19, 20])

/**
 * Whether an error is the machine's (its disk, its memory, a damaged file) and not the content's. What fails for its content
 * fails so at every gateway and for ever, and may be passed over; the machine's failure must not be, or this gateway would know
 * less than others for good.
 */
export const isMachineFault = (error: unknown): boolean => {
  const { errcode, errno, message } = (error ?? {}) as { errcode?: number; errno?: number; message?: string }
  if (errcode !== undefined) return !contentCodes.has(errcode & 0xff)
  return errno !== undefined || /allocation failed|out of memory/i.test(message ?? '')
}

// SQLITE_BUSY, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN.
const storageCodes = new Set([5, 7, 8, 10, 11, 13, 14])

/** Whether an error says that a file of this gateway cannot be read or written now, so that the same may work later. */
export const isStorageFault = (error: unknown): boolean => {
  const { errcode, code } = (error ?? {}) as { errcode?: number; code?: string }
  return errcode === undefined ? code === 'ENOSPC' : storageCodes.has(errcode & 0xff)
}
