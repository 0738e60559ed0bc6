//! A record of 20,000 incidents: shown, filtered, scrolled. Times are measured and reported, never asserted.
//!
//! The record is made by `cargo run -p tarikh --example made_up`. Making 20,000 incidents takes minutes, so the test makes a
//! smaller one and, between server and page, repeats its incidents over the years until they are 20,000: the page has as
//! much to do. `TARIKH_BIG=record.gpkg` serves a large record as it is.

import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ask, browser, folder, madeUp, open, pageOf, root, run, serve, shot } from './world.mjs'

const MANY = 20_000
let chrome, server, columns

before(async () => {
  let record = process.env.TARIKH_BIG
  if (!record) {
    record = join(folder(), 'made-up.gpkg')
    run(madeUp, record, '1200')
  }
  server = await serve(record)
  chrome = await browser()
  columns = grown(await ask(server.url, 'incidents.columns'))
})
after(async () => {
  await chrome?.close()
  server?.stop()
})

/** The same columns, repeated with other days until there are enough rows. */
function grown(json) {
  if (json.n >= MANY) return json
  const out = { ...json, n: MANY, columns: {}, days: [...json.days] }
  const source = (row) => row % json.n
  for (const [name, list] of Object.entries(json.columns)) out.columns[name] = Array.from({ length: MANY }, (_, row) => list[source(row)])
  out.columns.id = Array.from({ length: MANY }, (_, row) => (row < json.n ? json.columns.id[row] : `${json.columns.id[source(row)]}-${Math.floor(row / json.n)}`))
  const later = (day, times) => new Date(Date.parse(day) + times * 30 * 86_400_000).toISOString().slice(0, 10)
  const numbers = new Map(json.days.map((d, i) => [d, i]))
  const number = (day) => {
    if (!numbers.has(day)) numbers.set(day, out.days.push(day) - 1)
    return numbers.get(day)
  }
  for (const field of ['start', 'end']) {
    out.columns[field] = out.columns[field].map((d, row) => (d === null ? null : number(later(json.days[d], Math.floor(row / json.n)))))
  }
  return out
}

async function pageOn() {
  const page = await pageOf(chrome)
  if (columns.n === MANY) {
    const body = JSON.stringify(columns)
    // A repeated incident is the same as its original.
    await page.route(/\/api\/incidents\/\w+-\d+/, (route) => route.continue({ url: route.request().url().replace(/-\d+$/, '') }))
    await page.route('**/api/incidents.columns*', (route) => route.fulfill({ contentType: 'application/json', body }))
  }
  return page
}

test(`${MANY} incidents are shown, and filters agree with a plain count`, async () => {
  const page = await pageOn()
  const begun = performance.now()
  await page.goto(server.url)
  await page.waitForSelector('[role=listitem]')
  const first = performance.now() - begun
  await page.waitForSelector('[data-drawn]')
  const drawn = performance.now() - begun
  const shown = await page.getAttribute('[role=list][aria-label]', 'aria-label')
  assert.equal(shown, `${columns.n.toLocaleString('en-GB')} incidents`)
  assert.ok((await page.locator('[role=listitem]').count()) < 60, 'only what is on the screen is in the page')

  const times = []
  const change = async (act, expected) => {
    await page.evaluate(() => delete document.documentElement.dataset.filtered)
    await act()
    await page.waitForFunction(() => document.documentElement.dataset.filtered)
    times.push(Number(await page.evaluate(() => document.documentElement.dataset.filtered)))
    const words = await page.getAttribute('[role=list][aria-label]', 'aria-label')
    if (expected !== undefined) assert.equal(words, expected === 1 ? 'One incident' : `${expected.toLocaleString('en-GB')} incidents`)
  }
  const count = (test) => columns.columns.id.reduce((n, _, row) => n + (test(row) ? 1 : 0), 0)
  const type = columns.tables.type.indexOf('assault')
  const disputed = columns.tables.status.indexOf('disputed')
  await change(() => page.getByLabel('Confirmed').selectOption('disputed'), count((r) => columns.columns.status[r] === disputed))
  await change(() => page.getByLabel('What happened').selectOption('assault'), count((r) => columns.columns.status[r] === disputed && columns.columns.type[r] === type))
  await change(() => page.getByLabel('Confirmed').selectOption(''), count((r) => columns.columns.type[r] === type))
  await change(() => page.getByLabel('Sources disagree').check(), count((r) => columns.columns.type[r] === type && columns.columns.disagreements[r] > 0))
  await change(() => page.getByLabel('Sources disagree').uncheck())
  await page.locator('.host[role=list]').evaluate((list) => (list.scrollTop = list.scrollHeight))
  await page.waitForFunction((n) => [...document.querySelectorAll('[role=listitem]')].some((x) => Number(x.getAttribute('aria-posinset')) === Number(x.getAttribute('aria-setsize')) && n > 0), columns.n)
  assert.deepEqual(page.faults, [])
  await shot(page, 'big')
  times.sort((a, b) => a - b)
  console.log(`${columns.n} incidents: list after ${first.toFixed(0)} ms, map after ${drawn.toFixed(0)} ms; filter changes of ${times.map((t) => t.toFixed(0)).join(', ')} ms`)
})

test('the page is small', () => {
  const dist = join(root, 'web/dist')
  let all = 0
  let begin = 0
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!/\.(js|css|html|json|svg)$/.test(name)) continue
    const size = gzipSync(readFileSync(join(dist, name)), { level: 9 }).length
    all += size
    if (/index|\.html|\.svg/.test(name)) begin += size
  }
  console.log(`the whole page is ${(all / 1000).toFixed(0)} kB under gzip, of which ${(begin / 1000).toFixed(0)} kB before the map`)
  assert.ok(all < 700_000, `expected less than 700 kB, but found ${all}`)
})
