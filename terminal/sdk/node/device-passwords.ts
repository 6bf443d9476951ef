import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { canonical } from '../../../chaincode/wire/canonical.ts'
import { TerminalFault } from '../errors.ts'
import { createPrivately, readPrivately, writePrivately } from './private-file.ts'
import type { Profile } from './profile.ts'

/** How a managed device is called: as its owner writes it, such as `pump-7` or `00:1b:44:11:3a:b7`. */
export const managedDevice = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)

/** An administrator's password: one line of up to 1,024 characters. */
export const devicePassword = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,1024}$/u)

const kept = z.strictObject({ device: managedDevice, password: devicePassword })

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const cipherName = 'aes-256-gcm'
const suffix = '.sealed'

const damaged = (file: string): TerminalFault =>
  new TerminalFault('file_unreadable', {
    problem: `${file} is not as this program wrote it`,
    next: 'Move it away, and keep the password of its device again.',
  })

/**
 * The administrator passwords of devices that a profile keeps (S1-056), each in a file of its own, whole or not at all, that only its owner may
 * read: sealed with AES-256-GCM under a key of the profile, and bound to the profile's device and to the file's name, which says nothing of
 * whose password it is. Refuses `file_unreadable` for what was altered or moved, `key_unreadable`, and `key_file_open` where others may read one.
 */
export class DevicePasswords {
  readonly #folder: string
  readonly #owner: { participant: string; keptBy: string }

  constructor({ folder, settings, signer }: Profile) {
    this.#folder = join(folder, 'device-passwords')
    this.#owner = { participant: settings.participant, keptBy: signer.device }
  }

  /** Keeps the password of a device, in place of an earlier one. */
  async keep(device: string, password: string): Promise<void> {
    const key = await this.#key()
    const name = this.#nameOf(device, key)
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv(cipherName, key, nonce).setAAD(this.#context(name))
    const text = JSON.stringify(kept.parse({ device, password }))
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    await writePrivately(join(this.#folder, name), `${sealed.toString('base64url')}\n`)
  }

  /** The password of a device; undefined where none is kept. */
  async find(device: string): Promise<string | undefined> {
    const key = await this.#key()
    return (await this.#read(this.#nameOf(device, key), key))?.password
  }

  /** For which devices passwords are kept, in order. */
  async devices(): Promise<string[]> {
    const key = await this.#key()
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(suffix))
    const found: string[] = []
    for (const name of names) {
      const one = await this.#read(name, key)
      if (one !== undefined) found.push(one.device)
    }
    return found.sort()
  }

  /** Forgets the password of a device; false where none is kept. */
  async forget(device: string): Promise<boolean> {
    const file = join(this.#folder, this.#nameOf(device, await this.#key()))
    const isKept = (await readPrivately(file)) !== undefined
    await rm(file, { force: true })
    return isKept
  }

  /** The key of the profile for passwords, drawn the first time. */
  async #key(): Promise<Buffer> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = join(this.#folder, 'passwords.key')
    if ((await readPrivately(file)) === undefined) await this.#drawKey(file)
    const key = Buffer.from((await readPrivately(file)) ?? '', 'base64url')
    if (key.length === keyBytes) return key
    throw new TerminalFault('key_unreadable', {
      problem: `${file} holds no key of device passwords`,
      next: 'Bring it back from a copy, or move its folder away and keep the passwords again.',
    })
  }

  async #drawKey(file: string): Promise<void> {
    try {
      await createPrivately(file, `${randomBytes(keyBytes).toString('base64url')}\n`)
    } catch (error) {
      // Another run of the program drew it meanwhile.
      if (!(error instanceof TerminalFault && error.code === 'file_exists')) throw error
    }
  }

  #nameOf(device: string, key: Buffer): string {
    return `${createHmac('sha256', key).update(`name of ${device}`).digest('base64url')}${suffix}`
  }

  #context(name: string): Buffer {
    return Buffer.from(canonical({ purpose: 'device password', name, ...this.#owner }))
  }

  async #read(name: string, key: Buffer): Promise<z.infer<typeof kept> | undefined> {
    const file = join(this.#folder, name)
    const text = await readPrivately(file)
    if (text === undefined) return undefined
    try {
      const sealed = Buffer.from(text.trim(), 'base64url')
      const nonce = sealed.subarray(0, nonceBytes)
      const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: tagBytes })
      decipher.setAAD(this.#context(name)).setAuthTag(sealed.subarray(sealed.length - tagBytes))
      const opened = [decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]
      return kept.parse(JSON.parse(Buffer.concat(opened).toString()))
    } catch {
      // The cause could quote the content, so it is not passed on.
      throw damaged(file)
    }
  }
}

/** What a package of passwords holds: each under its device. */
export const passwordsText = (passwords: readonly { device: string; password: string }[]): string =>
  `${JSON.stringify({ passwords }, null, 2)}\n`
