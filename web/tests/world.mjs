//! What every browser test stands on: a record of the samples, the server, and Debian's Chromium.
//!
//! In: the built `tarikh` (`TARIKH_BIN`, else `target/debug/tarikh`) and `/usr/bin/chromium` (`CHROMIUM`). Out: pages on a
//! real server and in real time. Screenshots go to `target/screens`. Nothing is asserted here.

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target')
export const tarikh = process.env.TARIKH_BIN ?? join(target, 'debug/tarikh')
export const madeUp = join(target, 'debug/examples/made_up')
const screens = join(target, 'screens')
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Runs a command to its end; fails loudly where it fails. */
export function run(program, ...args) {
  if (!existsSync(program)) throw new Error(`expected ${program}, but it is not built\nhint: cargo xtask test builds it, or set TARIKH_BIN`)
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ended with ${done.signal ?? done.error ?? done.status}: ${done.stderr}`)
  return done.stdout
}

/** A folder of our own that is gone at the end. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'tarikh-web-'))
  process.on('exit', () => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A record of the samples and of further reports, given as `{ name: text }`. */
export function recordOf(further = {}) {
  const at = folder()
  const record = join(at, 'record.gpkg')
  const files = Object.entries(further).map(([name, text]) => {
    const file = join(at, name)
    writeFileSync(file, text)
    return file
  })
  run(tarikh, 'add', record, join(root, 'samples'), ...files)
  return record
}

/** Serves a record on a free port. */
export async function serve(record, ...flags) {
  const server = spawn(tarikh, ['serve', record, '--port', '0', '--no-open', ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await new Promise((resolve, reject) => {
    let said = ''
    const hear = (data) => {
      said += data
      const found = /http:\/\/[^\s/]+\//.exec(said)
      if (found) resolve(found[0])
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', (code) => reject(new Error(`tarikh serve ended with ${code}: ${said}`)))
  })
  process.on('exit', () => server.kill())
  return { url, stop: () => server.kill() }
}

/** The browser; one for all pages of a file. */
export async function browser(...flags) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error(`expected Chromium at ${executablePath}\nhint: apt-get install chromium, or set CHROMIUM`)
  return chromium.launch({ executablePath, args: [...FLAGS, ...flags] })
}

/** A page that collects what goes wrong on it. */
export async function pageOf(chrome, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.faults = []
  page.on('pageerror', (error) => page.faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(message.text())
  })
  page.on('dialog', (dialog) => {
    page.faults.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return page
}

/** Goes to a page and waits until it has nothing left to load. */
export async function open(page, url, hash) {
  // A new document each time: the page before must not be taken for the one asked for.
  await page.goto('about:blank')
  await page.goto(`${url}${hash}`)
  await page.waitForSelector('h1')
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null)
}

/** Keeps a picture of a page. */
export async function shot(page, name, options = {}) {
  mkdirSync(screens, { recursive: true })
  await page.screenshot({ path: join(screens, `${name}.png`), ...options })
}

/** Asks the server what the page would. */
export async function ask(url, path) {
  const response = await fetch(`${url}api/${path}`)
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Serious and critical faults of accessibility, in words. */
export async function barriers(page) {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ['violations'] })
    return result.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 4).join(' | ')}`)
  })
  return found
}

/** How far a page is wider than the screen. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
