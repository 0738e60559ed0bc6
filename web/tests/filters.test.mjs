//! One filter over map, timeline and list, kept in the address; and what a newcomer must find without a manual.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, browser, open, pageOf, recordOf, serve } from './world.mjs'

let chrome, server, page
const count = () => page.getAttribute('[role=list][aria-label]', 'aria-label')
const query = () => page.evaluate(() => new URLSearchParams(location.hash.split('?')[1] ?? '').toString())

before(async () => {
  server = await serve(recordOf())
  chrome = await browser()
  page = await pageOf(chrome)
})
after(async () => {
  await chrome?.close()
  server?.stop()
})

test('each condition narrows the list, and stands in the address', async () => {
  await open(page, server.url, '#/')
  const all = (await ask(server.url, 'about')).incidents
  assert.equal(await count(), `${all} incidents`)
  await page.getByLabel('What happened').selectOption('assault')
  await page.waitForFunction(() => location.hash.includes('type=assault'))
  const assaults = (await ask(server.url, 'incidents?type=assault&limit=1')).total
  assert.equal(await count(), `${assaults} incidents`)
  await page.getByLabel('Confirmed').selectOption('disputed')
  const both = (await ask(server.url, 'incidents?type=assault&status=disputed&limit=1')).total
  await page.waitForFunction(() => location.hash.includes('status=disputed'))
  assert.equal(await count(), `${both} incidents`)
  await page.getByLabel('Killed, at least').fill('50')
  await page.waitForFunction(() => location.hash.includes('min_killed=50'))
  const three = (await ask(server.url, 'incidents?type=assault&status=disputed&min_killed=50&limit=1')).total
  assert.equal(await count(), three === 1 ? 'One incident' : `${three} incidents`)
})

test('a copied address shows the same; a chip takes a condition away', async () => {
  const kept = await query()
  const before = await count()
  await page.reload()
  await page.waitForSelector('[role=list]')
  assert.equal(await query(), kept)
  assert.equal(await count(), before)
  await page.getByRole('button', { name: /at least 50 killed/ }).click()
  assert.doesNotMatch(await query(), /min_killed/)
  await page.getByRole('button', { name: /Clear all/ }).click()
  assert.equal(await query(), '')
})

test('place, actor, source, words and days agree with the server', async () => {
  for (const asked of ['place=bamako', 'actor=JNIM', 'source=Inland+Wire', 'q=airport', 'since=2024-09-01&until=2024-09-18', 'bbox=-10,11,-6,14', 'disagree=1', 'certainty=disputed', 'place=ML&type=assault,coerce']) {
    await open(page, server.url, `#/?${asked}`)
    const { total } = await ask(server.url, `incidents?${asked}&limit=1`)
    const expected = total === 1 ? 'One incident' : `${total} incidents`
    await page.waitForFunction((e) => document.querySelector('[role=list][aria-label]')?.getAttribute('aria-label') === e, expected, { timeout: 5000 }).catch(async () => {
      assert.equal(await count(), expected, asked)
    })
  }
  assert.deepEqual(page.faults, [])
})

test('the handles of the timeline move with the keyboard', async () => {
  await open(page, server.url, '#/')
  const first = page.getByRole('slider', { name: 'First day' })
  await first.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.waitForFunction(() => location.hash.includes('since='))
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !location.hash.includes('since='))
})

test('an area drawn on the map is a condition', async () => {
  await open(page, server.url, '#/')
  await page.waitForSelector('[data-drawn]')
  await page.getByRole('button', { name: 'Draw an area to filter by' }).click()
  const box = await page.locator('[role=application]').boundingBox()
  await page.locator('[role=application]').scrollIntoViewIfNeeded()
  const at = await page.locator('[role=application]').boundingBox()
  await page.mouse.move(at.x + 40, at.y + 40)
  await page.mouse.down()
  await page.mouse.move(at.x + box.width / 2, at.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  await page.waitForFunction(() => location.hash.includes('bbox='))
  await page.getByRole('button', { name: 'Remove the area' }).click()
  assert.equal(await query(), '')
})

test('a newcomer finds what the sources disagree on about Bamako, in which words, and where', async () => {
  await open(page, server.url, '#/')
  const card = page.getByRole('region', { name: 'Where the sources disagree most' }).getByRole('link', { name: /Bamako/ }).first()
  await card.waitFor()
  await page.waitForFunction(() => document.querySelectorAll('.teaser .plot').length > 2)
  // What the reader makes of the samples grows; the page must show all of it, whatever it is.
  const id = decodeURIComponent((await card.getAttribute('href')).replace('#/incident/', ''))
  const { incident } = await ask(server.url, `incidents/${id}`)
  const killed = incident.tolls.filter((x) => x.measure === 'killed' && !x.own_side)
  const said = killed.flatMap((x) => x.statements).filter((x) => (x.value ?? x.low ?? x.high) !== undefined && (x.value ?? x.low ?? x.high) !== null)
  assert.ok(new Set(said.map((x) => x.value ?? x.low ?? x.high)).size > 1, 'the samples disagree on the toll')
  const text = await card.textContent()
  for (const statement of said.slice(0, 5)) assert.ok(text.includes(String(statement.value ?? statement.low ?? statement.high)), text)
  await card.click()
  await page.waitForSelector('h1:has-text("Bamako")')
  const article = await page.textContent('article')
  for (const statement of said) assert.ok(article.includes(`“${statement.quote}”`), `expected the words ${statement.quote}`)
  assert.ok(await page.getByRole('link', { name: /Show Bamako on the large map/ }).isVisible())
  const { quote } = said[0]
  await page.getByRole('link', { name: `“${quote}”` }).first().click()
  await page.waitForSelector('mark.target')
  assert.equal((await page.locator('mark.target').allTextContents()).join(''), quote)
  assert.deepEqual(page.faults, [])
})
