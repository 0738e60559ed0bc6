//! Decisions of a person: made on the page, kept in the record, taken back; and news that come while a page is open.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { ask, browser, open, pageOf, recordOf, run, serve, tarikh } from './world.mjs'

let chrome, server, page, record, incident

before(async () => {
  record = recordOf()
  server = await serve(record)
  chrome = await browser()
  page = await pageOf(chrome)
  incident = (await ask(server.url, 'incidents?sort=disputed&limit=1')).items[0]
})
after(async () => {
  await chrome?.close()
  server?.stop()
})

const shownJudgements = async () => (await ask(server.url, 'judgements')).items

test('a corrected place shows at once, is signed, and is taken back', async () => {
  await open(page, server.url, `#/incident/${incident.id}`)
  await page.getByLabel('Your name').fill('A. Keita')
  await page.getByLabel('Your name').blur()
  await page.getByLabel('Why (kept').fill('the airport is at Sénou')
  await page.getByLabel('Field').selectOption('place')
  await page.getByLabel('Right value').fill('Sénou')
  await page.getByRole('button', { name: 'Correct', exact: true }).click()
  await page.waitForSelector('h1:has-text("Sénou")')
  const [kept] = await shownJudgements()
  assert.equal(kept.kind, 'correct')
  assert.equal(kept.by, 'A. Keita')
  assert.equal(kept.note, 'the airport is at Sénou')
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
  await page.waitForSelector(`h1:has-text("${incident.place}")`)
  const after = await shownJudgements()
  assert.equal(after.find((j) => j.id === kept.id).stands, false)
  assert.equal(after[0].kind, 'undo')
})

test('a report is split off and comes back', async () => {
  await open(page, server.url, `#/incident/${incident.id}`)
  // Another telling of the same report may take the place of the one that was split off, so events are compared.
  const told = async () => JSON.stringify((await ask(server.url, `incidents/${incident.id}`)).tellers.map((x) => [x.report, x.events]))
  const before = await told()
  await page.getByRole('button', { name: 'Not this happening' }).last().click()
  const undo = page.getByRole('status').getByRole('button', { name: 'Undo' }).last()
  await undo.waitFor()
  const [kept] = await shownJudgements()
  assert.equal(kept.kind, 'split')
  assert.notEqual(await told(), before)
  await undo.click()
  await page.getByRole('status').getByText(`Decision ${kept.id} does not stand any more.`).waitFor()
  assert.equal(await told(), before)
})

test('two incidents are joined from the review queue and parted again', async () => {
  const queue = await ask(server.url, 'review')
  assert.ok(queue.doubts.length > 0, 'the samples leave a doubt open')
  const before = (await ask(server.url, 'about')).incidents
  await open(page, server.url, '#/review')
  await page.getByRole('button', { name: 'One and the same: join' }).first().click()
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().waitFor()
  assert.ok((await ask(server.url, 'about')).incidents < before)
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click()
  await page.waitForFunction(async (n) => (await (await fetch('./api/about')).json()).incidents === n, before)
})

test('"this is wrong" makes a judgement and a case file', async () => {
  const report = (await ask(server.url, 'reports')).items.find((r) => r.source === 'Inland Wire')
  await open(page, server.url, `#/report/${report.id}`)
  await page.getByRole('button', { name: 'wrong?' }).first().click()
  await page.getByRole('dialog').getByLabel('What is right').fill('someone else')
  await page.getByRole('dialog').getByRole('button', { name: 'Keep as a decision' }).click()
  const button = page.getByRole('status').getByRole('button', { name: 'Case file' }).last()
  await button.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  const text = await readFile(await download.path(), 'utf8')
  assert.match(text, /expected: someone else/)
  assert.match(text, /=====/)
  const [kept] = await shownJudgements()
  assert.equal(kept.kind, 'wrong')
  await open(page, server.url, '#/judgements')
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await page.waitForFunction(async (id) => (await (await fetch('./api/judgements')).json()).items.find((j) => j.id === id).stands === false, kept.id)
})

test('a grade of a source is kept', async () => {
  await open(page, server.url, '#/sources')
  await page.getByLabel('Your grade').first().selectOption('B')
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).last().waitFor()
  assert.equal((await shownJudgements())[0].object, 'B')
})

test('a report pasted is read on the spot, and kept only when asked', async () => {
  const before = (await ask(server.url, 'about')).reports
  await open(page, server.url, '#/read')
  await page.getByLabel('Text of the report').fill('Gunmen killed 12 people in Gao on Monday, police said. The army denied it.')
  await page.getByLabel('Published on').fill('2024-10-09')
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await page.waitForSelector('mark.toll')
  assert.equal((await ask(server.url, 'about')).reports, before)
  await page.getByRole('button', { name: 'Add to the record' }).click()
  await page.waitForFunction(() => location.hash.startsWith('#/report/'))
  await page.waitForSelector('mark.toll')
  assert.equal((await ask(server.url, 'about')).reports, before + 1)
})

test('a report that another program adds is told on the open page', async () => {
  await open(page, server.url, '#/')
  const before = (await ask(server.url, 'about')).reports
  const file = join(dirname(record), 'late.txt')
  writeFileSync(file, 'Title: A bridge falls\nDate: 2024-10-12\nSource: Late Post\n\nFighters blew up a bridge near Sévaré on Friday. Three soldiers died, the army said.\n')
  run(tarikh, 'add', record, file)
  await page.getByRole('status').getByText('One new report has been added.').waitFor()
  assert.equal((await ask(server.url, 'about')).reports, before + 1)
  assert.deepEqual(page.faults, [])
})

test('a record opened read-only shows everything and changes nothing', async () => {
  const still = await serve(record, '--read-only')
  const other = await pageOf(chrome)
  await open(other, still.url, `#/incident/${(await ask(still.url, 'incidents?sort=disputed&limit=1')).items[0].id}`)
  assert.equal(await other.locator('form').count(), 0)
  assert.ok(await other.getByText('opened read-only').first().isVisible())
  await other.context().close()
  still.stop()
})
