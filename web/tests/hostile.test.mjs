//! Reports that mean harm: markup, signs that turn the writing round, one line of a million letters. All stay text.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, browser, open, pageOf, recordOf, serve, shot } from './world.mjs'

const SCRIPT = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'"><svg onload="document.title='owned'">`
let chrome, server, page, reports

before(async () => {
  server = await serve(
    recordOf({
      'markup.txt': `Title: ${SCRIPT}\nSource: <b onmouseover=alert(1)>Evil</b> Post\nDate: 2024-10-01\n\nOn Monday gunmen killed 9 people in Gao, ${SCRIPT} police said. "javascript:alert(1)" was written on a wall in <iframe srcdoc="<script>alert(1)</script>"></iframe> Timbuktu.\n`,
      'bidi.txt': `Title: A \u202Eraid\u202C in Gao\nSource: Post \u2066x\u2069\nDate: 2024-10-02\n\nOn Monday gunmen killed \u202E21\u202C people in Gao, police said. \u200F\u061C\n`,
      'long.txt': `Title: Long\nSource: Long Post\nDate: 2024-10-03\n\nGunmen killed 5 people in Gao on Monday. ${'x'.repeat(1_000_000)}\n`,
    }),
  )
  chrome = await browser()
  page = await pageOf(chrome)
  reports = (await ask(server.url, 'reports')).items
})
after(async () => {
  await chrome?.close()
  server?.stop()
})

const named = (file) => reports.find((r) => (r.file ?? '').includes(file)).id

test('markup is shown as text, on every page that shows it', async () => {
  for (const hash of [`#/report/${named('markup')}`, '#/reports', '#/sources', '#/', '#/disagreements', '#/review', '#/actors']) {
    await open(page, server.url, hash)
    assert.doesNotMatch(await page.title(), /owned/)
    assert.equal(await page.locator('main script, main img, main iframe, main b[onmouseover]').count(), 0, hash)
  }
  await open(page, server.url, `#/report/${named('markup')}`)
  assert.match(await page.textContent('article'), /gunmen killed 9 people/)
  assert.deepEqual(page.faults, [])
})

test('the same pasted into the box stays text', async () => {
  await open(page, server.url, '#/read')
  await page.getByLabel('Text of the report').fill(`Gunmen killed 9 people in Gao on Monday. ${SCRIPT} said police.`)
  await page.getByRole('button', { name: 'Read', exact: true }).click()
  await page.waitForSelector('mark')
  assert.equal(await page.locator('main img').count(), 0)
  assert.doesNotMatch(await page.title(), /owned/)
})

test('signs that turn the writing are shown, and turn nothing', async () => {
  await open(page, server.url, `#/report/${named('bidi')}`)
  const shown = await page.evaluate(() => document.querySelector('main').textContent)
  assert.doesNotMatch(shown, /[\u202a-\u202e\u2066-\u2069\u200f\u061c]/)
  await open(page, server.url, '#/reports')
  assert.doesNotMatch(await page.evaluate(() => document.body.textContent), /[\u202a-\u202e\u2066-\u2069]/)
})

test('a line of a million letters is shown whole and stays in its column', async () => {
  await open(page, server.url, `#/report/${named('long')}`)
  const length = await page.evaluate(() => document.querySelector('.text').textContent.length)
  assert.ok(length > 1_000_000, `expected the whole text, but found ${length} letters`)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0)
  await shot(page, 'long-line')
  assert.deepEqual(page.faults, [])
})
