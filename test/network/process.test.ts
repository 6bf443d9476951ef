import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { isRunning, listProcesses, logFile, startProcess, stopProcess } from '../../network/process.ts'

const waiting = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000)"
const listening = (port: number): string => `require('node:net').createServer().listen(${port}, '127.0.0.1')`
const command = (program: string): [string, ...string[]] => [process.execPath, '-e', program]

const failureOf = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'it succeeded',
    (error: Error) => error.message,
  )

const occupy = (): Promise<{ server: Server; port: number }> =>
  new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as { port: number }).port }))
  })

const freePort = async (): Promise<number> => {
  const { server, port } = await occupy()
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('A process of the network', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-process-'))
  })

  afterEach(async () => {
    for (const { name } of listProcesses(folder)) await stopProcess(folder, name)
    rmSync(folder, { recursive: true, force: true })
  })

  it('is on record while it runs, and forgotten when it is stopped', async () => {
    expect(await startProcess(folder, { name: 'one', command: command(waiting) })).to.equal(true)
    expect(isRunning(folder, 'one')).to.equal(true)
    expect(listProcesses(folder).map(({ name }) => name)).to.deep.equal(['one'])
    expect(await stopProcess(folder, 'one')).to.equal(true)
    expect(isRunning(folder, 'one')).to.equal(false)
    expect(listProcesses(folder)).to.deep.equal([])
  })

  it('is ready when its port answers', async () => {
    const port = await freePort()
    await startProcess(folder, { name: 'listener', command: command(listening(port)), port })
    expect(listProcesses(folder)[0]).to.include({ name: 'listener', port })
  })

  it('is left alone when it already runs, and replaced when its definition changed', async () => {
    await startProcess(folder, { name: 'one', command: command(waiting) })
    const [first] = listProcesses(folder)
    expect(await startProcess(folder, { name: 'one', command: command(waiting) })).to.equal(false)
    expect(listProcesses(folder)[0]?.pid).to.equal(first?.pid)
    const environment = { ANOTHER: 'setting' }
    expect(await startProcess(folder, { name: 'one', command: command(waiting), environment })).to.equal(true)
    expect(listProcesses(folder)[0]?.pid).not.to.equal(first?.pid)
  })

  it('is forced to end when it does not listen to the request', async () => {
    const deaf = "process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)"
    await startProcess(folder, { name: 'deaf', command: command(deaf) })
    while (!readFileSync(logFile(folder, 'deaf'), 'utf8').includes('deaf'))
      await new Promise((next) => setTimeout(next, 20))
    expect(await stopProcess(folder, 'deaf', 0.2)).to.equal(true)
    expect(isRunning(folder, 'deaf')).to.equal(false)
  })

  it('is not taken for another one that has inherited its pid', async function () {
    await startProcess(folder, { name: 'one', command: command(waiting) })
    const [record] = listProcesses(folder)
    if (record?.startTime === undefined) return this.skip()
    const recycled = { ...record, name: 'recycled', startTime: String(Number(record.startTime) - 1) }
    writeFileSync(join(folder, 'run', 'recycled.json'), JSON.stringify(recycled))
    expect(isRunning(folder, 'recycled')).to.equal(false)
    expect(await stopProcess(folder, 'recycled')).to.equal(false)
    expect(isRunning(folder, 'one')).to.equal(true)
  })

  it('that dies while starting is reported with its log', async () => {
    const port = await freePort()
    const dying = command("console.error('no configuration here'); process.exit(3)")
    const message = await failureOf(startProcess(folder, { name: 'dying', command: dying, port }))
    expect(message).to.include(logFile(folder, 'dying')).and.include('no configuration here')
    expect(listProcesses(folder)).to.deep.equal([])
  })

  it('does not start on a port that something else uses', async () => {
    const { server, port } = await occupy()
    const late = { name: 'late', command: command(waiting) }
    const wanted = [{ port }, { otherPorts: [port] }]
    const messages = await Promise.all(wanted.map((ports) => failureOf(startProcess(folder, { ...late, ...ports }))))
    server.close()
    for (const each of messages) expect(each).to.include(String(port)).and.include('ASSAY_PORT_BASE')
    expect(listProcesses(folder)).to.deep.equal([])
  })

  it('does not start once the work is given up', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'))
    const message = await failureOf(startProcess(folder, { name: 'never', command: command(waiting) }, { signal }))
    expect(message).to.equal('interrupted')
    expect(listProcesses(folder)).to.deep.equal([])
  })
})
