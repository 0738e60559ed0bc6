//! The build: Svelte sources in, `dist/` out. Everything the page needs lies in `dist/`; nothing is fetched from elsewhere.
//!
//! The base map is made here: the country shapes of `world-atlas` (Natural Earth, 1:50m), with coordinates rounded to
//! about a kilometre, as `basemap.json`. Small pictures are never inlined, because the page's rules forbid `data:`.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

type Arc = [number, number][]
interface Atlas {
  transform: { scale: [number, number]; translate: [number, number] }
  arcs: Arc[]
  objects: Record<string, unknown>
}

/** How many steps of the atlas become one of ours: 4 is about 1.5 km at the equator. */
const COARSER = 4

/** Rounds the atlas' coordinates and drops what falls together, which halves its size. */
function basemap(): string {
  const path = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')
  const atlas = JSON.parse(readFileSync(path, 'utf8')) as Atlas
  atlas.transform.scale = [atlas.transform.scale[0] * COARSER, atlas.transform.scale[1] * COARSER]
  atlas.arcs = atlas.arcs.map((arc) => {
    const out: Arc = []
    let [x, y, lastX, lastY] = [0, 0, 0, 0]
    for (const [dx, dy] of arc) {
      x += dx
      y += dy
      const [rx, ry] = [Math.round(x / COARSER), Math.round(y / COARSER)]
      if (out.length === 0 || rx !== lastX || ry !== lastY) {
        out.push([rx - lastX, ry - lastY])
        lastX = rx
        lastY = ry
      }
    }
    if (out.length < 2) out.push([0, 0])
    return out
  })
  atlas.objects = { countries: atlas.objects.countries }
  return JSON.stringify(atlas)
}

/** Serves and writes `basemap.json`. */
function atlas(): Plugin {
  return {
    name: 'tarikh-basemap',
    configureServer(server) {
      server.middlewares.use('/basemap.json', (_request, response) => {
        response.setHeader('content-type', 'application/json')
        response.end(basemap())
      })
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'basemap.json', source: basemap() })
    },
  }
}

export default defineConfig({
  plugins: [svelte(), atlas()],
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8787' } },
})
