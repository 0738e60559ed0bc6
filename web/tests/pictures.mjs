//! `npm --prefix web run pictures`: the README's pictures of the page, made anew from the record of the samples.
//!
//! In: the built `tarikh` and Chromium. Out: `docs/page-*.png`. Only run by hand, when the page has changed.

import { join } from 'node:path'
import { ask, browser, open, pageOf, recordOf, root, serve } from './world.mjs'

const server = await serve(recordOf())
const chrome = await browser()
const incident = (await ask(server.url, 'incidents?sort=disputed&limit=1')).items[0].id
const report = (await ask(server.url, 'reports')).items.find((r) => r.source === 'Inland Wire').id
const PICTURES = [
  { name: 'overview', hash: '#/', width: 1280, height: 900, options: {} },
  { name: 'incident', hash: `#/incident/${incident}`, width: 1280, height: 900, options: {} },
  { name: 'report', hash: `#/report/${report}`, width: 1100, height: 760, options: {} },
  { name: 'dark', hash: `#/incident/${incident}`, width: 1100, height: 760, options: { colorScheme: 'dark', locale: 'fr-FR' }, at: '#matrix' },
]
for (const { name, hash, width, height, options, at } of PICTURES) {
  const page = await pageOf(chrome, { viewport: { width, height }, ...options })
  await open(page, server.url, hash)
  if (name === 'overview') {
    await page.waitForSelector('[data-drawn]')
    await page.waitForFunction(() => document.querySelectorAll('.teaser .plot').length > 2)
  }
  await page.waitForTimeout(800)
  if (at) await page.locator(at).evaluate((e) => e.scrollIntoView())
  await page.screenshot({ path: join(root, 'docs', `page-${name}.png`) })
  await page.context().close()
}
await chrome.close()
server.stop()
