//! The base map with MapLibre GL: loaded only when the overview is open and the browser draws with WebGL.
//!
//! The style holds one source, the country shapes that came with the page. MapLibre's worker comes from the same origin,
//! so the page needs no `blob:` in its rules.

import maplibregl from 'maplibre-gl/dist/maplibre-gl-csp.js'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-csp-worker.js?url'
import { still } from '../lib/settings.svelte'
import { type Base, type Box, colours } from './base'
import { world } from './world'

maplibregl.setWorkerUrl(workerUrl)

export async function glBase(host: HTMLElement, moved: () => void): Promise<Base> {
  const w = await world()
  const c = colours()
  const holder = document.createElement('div')
  holder.className = 'base'
  holder.setAttribute('aria-hidden', 'true')
  host.prepend(holder)
  const map = new maplibregl.Map({
    container: holder,
    style: {
      version: 8,
      sources: {
        land: { type: 'geojson', data: w.countries, tolerance: 0.3 },
        borders: { type: 'geojson', data: { type: 'Feature', properties: {}, geometry: w.borders }, tolerance: 0.3 },
      },
      layers: [
        { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
        { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': c.land, 'fill-antialias': false } },
        { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': c.border, 'line-width': 0.9 } },
      ],
    },
    center: [5, 15],
    zoom: 2,
    minZoom: 0,
    maxZoom: 14,
    attributionControl: false,
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    keyboard: false,
    fadeDuration: 0,
  })
  map.touchZoomRotate.disableRotation()
  map.getCanvas().tabIndex = -1
  map.getCanvas().setAttribute('aria-hidden', 'true')
  map.getCanvas().removeAttribute('role')
  map.on('render', moved)
  const animate = (): boolean => !still()

  return {
    project(lon, lat) {
      const p = map.project([lon, lat])
      return [p.x, p.y]
    },
    unproject(x, y) {
      const p = map.unproject([x, y])
      return [p.lng, p.lat]
    },
    zoom: () => map.getZoom(),
    zoomBy(steps, around) {
      const options = around ? { around: map.unproject(around) } : {}
      map.zoomTo(map.getZoom() + steps, { animate: animate(), duration: 200, ...options })
    },
    panBy: (x, y) => void map.panBy([x, y], { animate: animate(), duration: 120 }),
    fit([west, south, east, north]: Box) {
      map.fitBounds([west, south, east, north], { animate: animate(), duration: 400, padding: 40, maxZoom: 8 })
    },
    bounds() {
      const b = map.getBounds()
      return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]
    },
    repaint() {
      const now = colours()
      map.setPaintProperty('sea', 'background-color', now.sea)
      map.setPaintProperty('land', 'fill-color', now.land)
      map.setPaintProperty('borders', 'line-color', now.border)
    },
    resize: () => void map.resize(),
    dragging: (on) => (on ? map.dragPan.enable() : map.dragPan.disable()),
    destroy() {
      map.remove()
      holder.remove()
    },
  }
}
