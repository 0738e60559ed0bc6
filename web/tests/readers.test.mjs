//! A report that the embedded reader and a language model both read: each value says who read it, and what they differ on
//! waits in the review queue with both sides. The model is a server of this test that always says the same.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ask, barriers, browser, folder, open, overflow, pageOf, serve, shot, tarikh } from './world.mjs'

const TEXT = 'Title: Raid near Gao\nSource: Delta Wire\nDate: 2023-05-03\n\nGunmen killed 12 soldiers near Gao on Tuesday, the army said. The market stayed shut. Residents protested in Gao.\n'
const event = (id, type, realis, quote) => ({ id, type, realis, where: [], participants: [], tolls: [], instruments: [], evidence: [{ quote }] })
const ANSWER = JSON.stringify({
  actors: [{ id: 'a1', name: 'Gunmen', names: [], kind: 'armed_group' }],
  places: [],
  events: [
    event('e1', 'assault', 'occurred', 'Gunmen killed 12 soldiers'),
    event('e2', 'aid', 'occurred', 'The market stayed shut'),
    event('e3', 'mobilize', 'planned', 'Residents protested in Gao'),
  ],
  relations: [],
  claims: [],
  disagreements: [],
})

let chrome, server, model, page, report

before(async () => {
  model = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ choices: [{ message: { content: ANSWER }, finish_reason: 'stop' }], usage: { prompt_tokens: 900, completion_tokens: 200 } }))
  })
  await new Promise((ready) => model.listen(0, '127.0.0.1', ready))
  const at = folder()
  writeFileSync(join(at, 'raid.txt'), TEXT)
  const endpoint = `http://127.0.0.1:${model.address().port}/v1`
  const record = join(at, 'record.gpkg')
  const added = spawn(tarikh, ['add', record, join(at, 'raid.txt'), '--reader', 'both', '--endpoint', endpoint, '--model', 'toy'], { stdio: 'ignore' })
  assert.equal(await new Promise((ended) => added.on('exit', ended)), 0)
  server = await serve(record)
  chrome = await browser()
  page = await pageOf(chrome)
  report = (await ask(server.url, 'reports')).items[0].id
})
after(async () => {
  await chrome?.close()
  server?.stop()
  model?.close()
})

test('the review queue shows both sides of what two readers differ on', async () => {
  const { differences } = await ask(server.url, 'review')
  const of = (quote) => differences.find((d) => d.review.evidence.quote.includes(quote) && d.review.what === 'event').review
  assert.equal(of('market').ours, undefined)
  assert.match(of('market').theirs, /^aid occurred/)
  assert.match(of('protested').ours, /^protest occurred/)
  assert.match(of('protested').theirs, /^mobilize planned/)
  await open(page, server.url, '#/review')
  const shown = await page.textContent('main')
  assert.match(shown, /Two readers differ/)
  assert.match(shown, /embedded: reads nothing here\s*model: aid occurred/)
  assert.match(shown, /embedded: protest occurred[^]*model: mobilize planned/)
  await shot(page, 'review-readers', { fullPage: true })
  assert.deepEqual(await barriers(page), [])
  await page.setViewportSize({ width: 360, height: 760 })
  assert.ok((await overflow(page)) <= 0)
  await page.setViewportSize({ width: 1366, height: 900 })
  assert.deepEqual(page.faults, [])
})

test('each value of a report says which reader read it', async () => {
  await open(page, server.url, `#/report/${report}`)
  const readers = async (words) => page.locator('[role=tabpanel] article', { hasText: words }).first().locator('header .reader').textContent()
  assert.equal(await readers('killed 12 soldiers'), 'both readers')
  assert.equal(await readers('protested'), 'embedded reader')
  const rules = await page.locator('[role=tabpanel] article', { hasText: 'killed 12 soldiers' }).first().locator('header .reader').getAttribute('title')
  assert.match(rules, /llm\/toy@[0-9a-f]{8}/)
  await page.locator('details.notes summary').click()
  assert.match(await page.textContent('details.notes'), /read by llm\/toy@[0-9a-f]{8} at http:\/\/127\.0\.0\.1/)
  await shot(page, 'report-readers')
  assert.deepEqual(await barriers(page), [])
  assert.deepEqual(page.faults, [])
})
