/**
 * A file of this gateway's own that cannot be used as it is: which one, why, and what its operator does about it. Whoever meets
 * it makes nothing anew by itself, since what was in use may be the only copy.
 */
export class FileFault extends Error {
  readonly file: string
  readonly reason: string
  readonly next: string

  constructor({ file, reason, next }: { file: string; reason: string; next: string }) {
    super(`${file} ${reason}; ${next}`)
    this.name = 'FileFault'
    this.file = file
    this.reason = reason
    this.next = next
  }
}

/** What an operator does about a file that only a copy, or beginning anew, can mend. */
export const bringBack = 'bring it back from a copy, or see npm run repair'
