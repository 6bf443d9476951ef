/** A variable of the environment: its values, what holds where it is not set, and what it does. */
interface Variable {
  values: readonly string[]
  default: string | undefined
  meaning: string
}

/** Every environment variable that a gateway reads. All else that it must know stands in its configuration. */
export const environmentVariables = {
  ASSAY_LOG: {
    values: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    default: 'info',
    meaning: 'The least grave lines that the log still holds.',
  },
  ASSAY_CRASH_AT: {
    values: ['received', 'stored', 'endorsed', 'submitted', 'committed', 'answered', 'projected'],
    default: undefined,
    meaning: 'The step of an instruction at which a gateway under test kills itself, as if by a power cut.',
  },
} as const satisfies { [name: string]: Variable }

/** The value of a variable, or what holds where it is not set. */
export const environmentValue = <Name extends keyof typeof environmentVariables>(
  name: Name,
): string | (typeof environmentVariables)[Name]['default'] => process.env[name] ?? environmentVariables[name].default
