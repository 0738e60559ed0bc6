//! Every page, in both languages, light and dark, wide and narrow: it shows, nothing goes wrong on it, nobody is shut out.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, barriers, browser, open, overflow, pageOf, recordOf, serve, shot } from './world.mjs'

let chrome, server, pages

before(async () => {
  server = await serve(recordOf())
  chrome = await browser()
  const worst = (await ask(server.url, 'incidents?sort=disputed&limit=1')).items[0]
  const reports = (await ask(server.url, 'reports')).items
  const actor = (await ask(server.url, 'actors?limit=1')).items[0]
  pages = {
    overview: '#/',
    filtered: '#/?status=disputed&sort=killed',
    incident: `#/incident/${worst.id}`,
    report: `#/report/${reports.find((r) => r.source === 'Inland Wire').id}`,
    reports: '#/reports',
    read: '#/read',
    actors: '#/actors',
    actor: `#/actor/${actor.id}`,
    disagreements: '#/disagreements',
    predictions: '#/predictions',
    review: '#/review',
    judgements: '#/judgements',
    sources: '#/sources',
    nowhere: '#/nowhere',
  }
})
after(async () => {
  await chrome?.close()
  server?.stop()
})

const MODES = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 740 }, hasTouch: true },
  french: { locale: 'fr-FR' },
}

for (const [mode, options] of Object.entries(MODES)) {
  test(`every page, ${mode}`, async (t) => {
    for (const [name, hash] of Object.entries(pages)) {
      await t.test(name, async () => {
        const page = await pageOf(chrome, options)
        await open(page, server.url, hash)
        if (name === 'overview' || name === 'filtered') await page.waitForSelector('[data-drawn]')
        assert.deepEqual(page.faults, [])
        assert.ok((await page.textContent('h1')).trim().length > 0)
        assert.deepEqual(await barriers(page), [])
        assert.ok((await overflow(page)) <= 0, 'the page is wider than the screen')
        if (mode === 'french') {
          assert.equal(await page.getAttribute('html', 'lang'), 'fr')
          const text = await page.evaluate(() => document.querySelector('nav').textContent)
          assert.match(text, /Désaccords/)
        }
        await shot(page, `${name}-${mode}`, { fullPage: mode !== 'light' })
        await page.context().close()
      })
    }
  })
}

test('the map with WebGL draws the same marks', async () => {
  const other = await browser('--enable-unsafe-swiftshader', '--use-angle=swiftshader')
  const page = await pageOf(other)
  await open(page, server.url, '#/')
  await page.waitForSelector('[data-drawn]')
  const kind = await page.getAttribute('[data-map]', 'data-map')
  assert.ok(Number(await page.getAttribute('[data-drawn]', 'data-drawn')) > 0)
  assert.deepEqual(page.faults, [])
  console.log(`the map was drawn with ${kind}`)
  await shot(page, 'overview-webgl')
  await other.close()
})

test('a brief of one page is what an incident prints', async () => {
  const page = await pageOf(chrome)
  await open(page, server.url, pages.incident)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.isVisible('nav'), false)
  assert.equal(await page.isVisible('form'), false)
  assert.ok(await page.isVisible('.brief, article'))
  await shot(page, 'incident-print', { fullPage: true })
  const pdf = await page.pdf({ format: 'A4' })
  const count = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length
  assert.equal(count, 1, `expected one page, but found ${count}`)
  await page.context().close()
})

test('the page works with the keyboard alone', async () => {
  const page = await pageOf(chrome)
  await open(page, server.url, '#/')
  await page.keyboard.press('Tab')
  assert.match(await page.evaluate(() => document.activeElement.textContent), /content/)
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  await page.waitForSelector('[data-drawn]')
  await page.focus('[role=application]')
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowLeft')
  await page.focus('[role=listitem] a')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.hash.startsWith('#/incident/'))
  await page.waitForSelector('table')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
