/** How much credit a bank gives a client before an institution, best first. */
export const creditGrades = ['aaa', 'aa', 'a', 'bbb', 'bb', 'b', 'c'] as const
